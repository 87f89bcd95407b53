"""Modules, and packages, that move within their repository."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

from dr_refit.errors import RefitError
from dr_refit.migration.moves import move_of
from dr_refit.names import is_under, leaf, parent, root
from dr_refit.python.surface import Surface
from dr_refit.refactor import circles, left, places, projects, record, setuptools
from dr_refit.refactor.circles import Modules
from dr_refit.refactor.rename import Relocation, relocated
from dr_refit.tree.discover import Exclusions, discover, package_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dr_refit.codemod.prove import Options
    from dr_refit.refactor.change import Change, Draft
    from dr_refit.refactor.places import Place
    from dr_refit.tree.discover import File
    from dr_refit.tree.model import Tree


def move(tree: Tree, pairs: Sequence[tuple[str, str]], options: Options) -> Change:
    """Work out the change of a repository in which modules move; nothing is written.

    All paths are from its root. Raises RefitError: one of them cannot go there.
    """
    moved = [_places(tree, pairs[0], ())]
    draft, gone = _moved(tree, *moved[0], options)
    for pair in pairs[1:]:
        # It finds the others where they are by then.
        here = draft.after()
        moved.append(_places(here, pair, moved))
        later, names = _moved(here, *moved[-1], options)
        draft.then(later)
        gone += names
    files = discover(tree, [""], Exclusions.of(options.settings), ("",))
    _check_circles(tree, draft, files, moved)
    after = [file._replace(package=_package(file, moved)) for file in files]
    surface = Surface(
        {
            file.module: partial(tree.read, file.path)
            for file in files
            if file.module and file.path.endswith(".py")
        }
    )
    covered = [old.module for old, _ in moved if surface.covers(old.module)]
    _check_left(draft, after, covered, moved, gone)
    projects.follow(draft, after, moved)
    title = " and ".join(f"{old.module} is {new.module}" for old, new in moved)
    moves = [(old.module, new.module, ()) for old, new in moved]
    path = record.path_of(tree, moved[0][0].module)
    draft.add(path, record.record(f"{title} now", moves))
    return draft.done()


def _places(
    tree: Tree, pair: tuple[str, str], before: Sequence[tuple[Place, Place]]
) -> tuple[Place, Place]:
    """Return where a module is and where it is to be, after others have moved."""
    path, home = pair
    for was, _ in before:
        if inside := next(filter(was.holds, pair), None):
            what = f"{inside} is in {was.path}, which moves itself"
            raise RefitError(what, "make one move, commit it, then make the other")
    old = places.source(tree, path)
    new = places.home(tree, home, old)
    check_names(old, new)
    return old, new


def _moved(
    tree: Tree, old: Place, new: Place, options: Options
) -> tuple[Draft, list[str]]:
    """Work out what becomes of all files of a repository as one module moves.

    Return the names that it has no more, too.
    """
    files = discover(tree, [""], Exclusions.of(options.settings), ("",))
    asked = move_of(old.module, new.module, module=True, home="promised")
    paths = {old.path: new.path}
    if old.is_file and tree.kind(f"{old.stem}.pyi") == "file":
        paths[f"{old.stem}.pyi"] = f"{new.stem}.pyi"
    others = tuple(
        move_of(name, other, module=True, home="promised")
        for name, other in left.shorter_names(tree, files, old, new).items()
    )
    relocation = Relocation(asked, old.base, paths, others=others)
    draft = relocated(tree, files, relocation, options)
    regular = bool(package_of(tree, _above(old.path)))
    inits = [*places.new_packages(tree, new, regular=regular)]
    for init in inits:
        draft.add(init, b"")
    packages = [places.place(tree, _above(one)).module for one in inits]
    draft.rewrite(
        "pyproject.toml", partial(setuptools.with_packages, packages=packages)
    )
    return draft, [one.old for one in (asked, *others)]


def _above(path: str) -> str:
    return path.rpartition("/")[0]


def check_names(old: Place, new: Place) -> None:
    """Raise RefitError where a module cannot be called so."""
    if is_under(new.module, old.module) or is_under(old.module, new.module):
        what = f"{new.module} and {old.module} lie in each other"
        raise RefitError(what, "name a home beside it")
    if root(new.module) in sys.stdlib_module_names and root(new.module) != root(
        old.module
    ):
        what = f"{root(new.module)} is a module of Python's own"
        raise RefitError(what, "choose another name")


def _check_circles(
    tree: Tree,
    draft: Draft,
    files: Sequence[File],
    moved: Sequence[tuple[Place, Place]],
) -> None:
    """Raise RefitError where a circle of imports would be new."""
    modules = {f.module: f.path for f in files if f.module and f.path.endswith(".py")}
    homes = {old.module: new.module for old, new in moved}
    origins = {new: old for old, new in homes.items()}

    after = {_renamed(name, homes) or name: path for name, path in modules.items()}
    there = draft.after()
    for path in draft.added("/__init__.py"):
        after[places.place(there, _above(path)).module] = path
    changed = {name for name, path in after.items() if draft.changes(path)}
    changed |= {name for name in after if _renamed(name, origins)}
    circles.check(
        Modules(modules, tree.read),
        Modules(after, draft.content),
        changed,
        circles.Names(
            partial(_renamed, homes=homes),
            lambda name: _renamed(name, origins) or name,
        ),
    )


def _check_left(
    draft: Draft,
    files: Sequence[File],
    covered: Sequence[str],
    moved: Sequence[tuple[Place, Place]],
    gone: Sequence[str],
) -> None:
    """Raise RefitError where imports go on naming what is elsewhere then."""
    there = [new.module for _, new in moved]

    def is_left(name: str) -> bool:
        taken = any(is_under(name, one) for one in there)
        return not taken and any(is_under(name, one) for one in gone)

    for word in sorted({leaf(old.module) for old, _ in moved}):
        left.check(files, draft.content, word, is_left, covered)


def _package(file: File, moved: Sequence[tuple[Place, Place]]) -> str:
    """Return the package that a file is in afterwards."""
    for old, new in moved:
        if old.holds(file.path):
            name = new.module + file.module[len(old.module) :]
            return name if file.stem == "__init__" else parent(name)
    return file.package


def _renamed(name: str, homes: Mapping[str, str]) -> str:
    """Return what a module in one of several is called then; empty: it is in none."""
    within = [one for one in homes if is_under(name, one)]
    if not within:
        return ""
    nearest = max(within, key=len)
    return homes[nearest] + name[len(nearest) :]
