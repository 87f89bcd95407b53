"""A module, or a package, that moves within its repository."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

from dr_refit.errors import RefitError
from dr_refit.migration.moves import move_of
from dr_refit.names import is_under, leaf, parent, root
from dr_refit.refactor import anchors, circles, left, places, record, setuptools
from dr_refit.refactor.circles import Modules
from dr_refit.refactor.rename import Relocation, relocated
from dr_refit.tree.discover import Exclusions, discover, package_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dr_refit.codemod.prove import Options
    from dr_refit.refactor.change import Change, Draft
    from dr_refit.refactor.places import Place
    from dr_refit.tree.discover import File
    from dr_refit.tree.model import Tree


def move(tree: Tree, path: str, home: str, options: Options) -> Change:
    """Work out the change of a repository in which a module moves; nothing is written.

    Both paths are from its root. Raises RefitError: the module cannot go there.
    """
    old = places.source(tree, path)
    new = places.home(tree, home, old)
    check_names(old, new)
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
    modules = {f.module: f.path for f in files if f.module and f.path.endswith(".py")}
    _check_circles(tree, draft, modules, (old, new))
    for file in files:
        if old.holds(file.path) and file.path.endswith(".py"):
            at = new.path + file.path[len(old.path) :]
            write = partial(_anchored, file.path, at, old=old, new=new)
            draft.rewrite(file.path, write, "strings")
    left.check(
        [f._replace(package=_package(f, old, new)) for f in files],
        draft.content,
        leaf(old.module),
        lambda name: any(is_under(name, one.old) for one in (asked, *others)),
    )
    title = f"{old.module} is {new.module} now"
    moves = [(old.module, new.module, ())]
    draft.add(record.path_of(tree, old.module), record.record(title, moves))
    return draft.done()


def _above(path: str) -> str:
    return path.rpartition("/")[0]


def _anchored(path: str, home: str, text: str, *, old: Place, new: Place) -> str:
    return anchors.anchored(
        path,
        home,
        text,
        lambda one: new.path + one[len(old.path) :] if old.holds(one) else one,
    )


def _package(file: File, old: Place, new: Place) -> str:
    """Return the package that a file is in afterwards."""
    if not old.holds(file.path):
        return file.package
    name = new.module + file.module[len(old.module) :]
    return name if file.stem == "__init__" else parent(name)


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
    tree: Tree, draft: Draft, modules: Mapping[str, str], both: tuple[Place, Place]
) -> None:
    old, new = (one.module for one in both)

    def renamed(name: str, one: str, other: str) -> str:
        return other + name[len(one) :] if is_under(name, one) else ""

    after = {renamed(name, old, new) or name: path for name, path in modules.items()}
    for path in draft.added("/__init__.py"):
        after[places.place(tree, path.rpartition("/")[0]).module] = path
    changed = {name for name, path in after.items() if draft.changes(path)}
    changed |= {name for name in after if is_under(name, new)}
    circles.check(
        Modules(modules, tree.read),
        Modules(after, draft.content),
        changed,
        circles.Names(
            partial(renamed, one=old, other=new),
            lambda name: renamed(name, new, old) or name,
        ),
    )
