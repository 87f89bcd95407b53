"""A package called otherwise: its folder, and all of the repository that names it."""

from __future__ import annotations

import os
import re
import sys
from functools import partial
from typing import TYPE_CHECKING

from dr_refit.codemod.formats import files_for
from dr_refit.codemod.pipeline import plan
from dr_refit.codes import KINDS
from dr_refit.errors import RefitError
from dr_refit.manifests.names import canonical
from dr_refit.migration.model import Migration
from dr_refit.migration.moves import move_of
from dr_refit.migration.table import MoveTable
from dr_refit.names import is_under, root
from dr_refit.patterns import regex
from dr_refit.project.renaming import Renaming
from dr_refit.project.survey import survey
from dr_refit.python.surface import Surface, module_of
from dr_refit.records import NamedTuple
from dr_refit.refactor import anchors, backends, record, texts
from dr_refit.refactor.change import Change, Draft
from dr_refit.toml import nearest
from dr_refit.tree.discover import Exclusions, discover, package_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dr_refit.codemod.prove import Options
    from dr_refit.migration.model import Move
    from dr_refit.project.renaming import Distribution
    from dr_refit.tree.discover import File
    from dr_refit.tree.model import Tree

#: Folders in which a package is none that is shipped.
_ASIDE = frozenset({"bench", "benchmarks", "doc", "docs", "examples", "test", "tests"})

#: What a package without __init__.py has not, but a project of its name has.
_MANIFESTS = ("pyproject.toml", "setup.py", "setup.cfg")

#: PEP 508's.
_DISTRIBUTION = regex(r"[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?", re.ASCII)


class Request(NamedTuple):
    """What is to be called how."""

    old: str
    new: str
    distribution: Distribution | None = None


def rename_package(tree: Tree, request: Request, options: Options) -> Change:
    """Work out the change of a repository in which a package gets another name.

    Nothing is written. Raises RefitError where it has no package of the old name, or
    where the new one is taken.
    """
    move = move_of(request.old, request.new, module=True, home="promised")
    exclusions = Exclusions.of(options.settings)
    files = discover(tree, [""], exclusions, ("",))
    path = find(tree, files, move.old)
    suffix = ".py" if path.endswith(".py") else ""
    stem = path.removesuffix(suffix)
    base = stem.removesuffix(move.old.replace(".", "/"))
    home = base + move.new.replace(".", "/")
    _check(tree, request, (stem, home))
    old_dist = request.distribution.old if request.distribution else ""
    relocation = Relocation(move, base, {path: home + suffix}, request.distribution)
    draft = relocated(tree, files, relocation, options)
    draft.add(
        record.path_of(tree, move.old),
        record.record(
            f"{move.old} is called {move.new}",
            [(move.old, move.new, ())],
            distribution=old_dist,
        ),
    )
    return draft.done()


class Relocation(NamedTuple):
    """A module, or a package, that is called otherwise, and where it is then."""

    move: Move
    #: The folder that its dotted name starts in: empty, or with a slash at its end.
    base: str
    #: Where it is -> where it will be.
    paths: dict[str, str]
    distribution: Distribution | None = None
    #: The same under other names that files have for it.
    others: tuple[Move, ...] = ()


def relocated(
    tree: Tree, files: Sequence[File], relocation: Relocation, options: Options
) -> Draft:
    """Work out what becomes of all files of a repository as a module is relocated."""
    move, base, paths, distribution, others = relocation
    (path, home) = next(iter(paths.items()))
    is_folder = not path.endswith(".py")
    stem, new_stem = path.removesuffix(".py"), home.removesuffix(".py")
    if tree.kind(f"{stem}-stubs") == "folder":
        paths = {**paths, f"{stem}-stubs": f"{new_stem}-stubs"}
    renaming = Renaming(
        (move.old, move.new),
        paths=paths,
        entries=frozenset(one.name for one in tree.scan(path))
        if is_folder
        else frozenset(),
        surface=Surface(
            {
                module_of(file.path.removeprefix(base)): partial(tree.read, file.path)
                for file in files
                if file.path.endswith(".py") and file.path.startswith(base)
            },
            trusting=True,
        ),
        distribution=distribution,
        file="" if is_folder else _file_renamed(path, home, files),
    )
    table = MoveTable([Migration(id=move.old, moves=(move, *others))])
    # Of settings and manifests more is known here than what moved.
    kinds = frozenset(KINDS) - {"manifests", "values"}
    settings = options.settings._replace(sort=False, kinds=kinds)
    exclusions = Exclusions.of(options.settings)
    code = files_for(tree, [""], exclusions, settings)
    asked = options._replace(renaming=renaming, settings=settings)
    draft = Draft(tree, plan(tree, code, table, asked), options)
    for file in files:
        draft.rewrite(file.path, partial(_text, file.path, renaming=renaming))
        if file.path.endswith(".py"):
            there = partial(anchors.anchored, file.path, renaming.path(file.path))
            draft.rewrite(file.path, partial(there, home_of=renaming.path), "strings")
        else:
            draft.rewrite_pickle(file.path, renaming)
        if not file.path.startswith(f"{record.FOLDER}/"):
            draft.say_left(file.path, renaming)
    draft.moved(paths, [file.path for file in files])
    return draft


def _file_renamed(path: str, home: str, files: Sequence[File]) -> str:
    """Return the name of a file by which nobody finds it, or another, from now on."""
    name = os.path.basename(path)
    others = [one for one in files if os.path.basename(one.path) == name]
    return name if others[1:] == [] and os.path.basename(home) != name else ""


def _text(path: str, text: str, renaming: Renaming) -> str:
    if path.startswith(f"{record.FOLDER}/"):
        # What moved once moves on; what it was called before, it was.
        lines = text.splitlines(keepends=True)
        return "".join(
            renaming.text(line) if line.startswith("to =") else line for line in lines
        )
    text = texts.renamed(path, text, renaming)
    home = next(iter(renaming.paths.values()))
    folder, _, name = path.rpartition("/")
    if name == "pyproject.toml" and f"/{home}".startswith(
        f"/{folder}".rstrip("/") + "/"
    ):
        home = home.removeprefix(f"{folder}/")
        text = backends.with_package(text, home, renaming.old, renaming.new)
    return text


def find(tree: Tree, files: Sequence[File], package: str) -> str:
    """Return the folder of a package, or its module. Raises RefitError."""
    inside = package.replace(".", "/")
    found: dict[str, bool] = {}
    for file in files:
        if not file.path.endswith((".py", ".pyi")):
            continue
        folders = f"/{os.path.dirname(file.path)}/"
        # packages/foo/src/foo/a.py
        for at in (one.start() for one in re.finditer(f"(?=/{inside}/)", folders)):
            path = folders[1 : at + 1 + len(inside)]
            if any(tree.kind(f"{path}/{name}") for name in _MANIFESTS):
                continue
            found.setdefault(path, False)
            if file.path == f"{path}/__init__.py":
                found[path] = True
        if f"/{file.path}".endswith(f"/{inside}.py"):
            found[file.path] = True

    def rank(path: str) -> tuple[bool, bool, int]:
        aside = not _ASIDE.isdisjoint(path.split("/")[:-1])
        return aside, not found[path], path.count("/")

    tops = [
        path
        for path in found
        if not package_of(
            tree, path.removesuffix(".py").removesuffix(inside).rstrip("/")
        )
    ]
    best = sorted(tops, key=rank)
    if not best:
        known = {root(file.package) for file in files if file.package}
        raise RefitError(
            f"{package} is no package here",
            nearest(package, known, "name its repository"),
        )
    # However deep: which of two is meant is not for a program to say.
    if len(best) > 1 and rank(best[0])[:2] == rank(best[1])[:2]:
        raise RefitError(
            f"{package} is there twice: {best[0]} and {best[1]}",
            "name the folder of one",
        )
    return best[0]


def _check(tree: Tree, request: Request, stems: tuple[str, str]) -> None:
    """Raise RefitError where a package cannot have its new name."""
    (old, new, _), (stem, home) = request, stems
    if is_under(new, old) or is_under(old, new):
        raise RefitError(f"{new} and {old} lie in each other", "name a home beside it")
    for path in (home, f"{home}.py"):
        other = path.lower() != stem.lower() and path.lower() != f"{stem}.py".lower()
        if tree.kind(path) and other:
            raise RefitError(f"{path} is there already", "choose another name")
    if root(new) in sys.stdlib_module_names:
        raise RefitError(f"{new} is a module of Python's own", "choose another name")
    project = survey(tree, "", {})
    taken = root(new) != root(old) and project.requires(root(new))
    if taken and canonical(root(new)) != project.owner:
        what = f"{new} is taken: the project requires a distribution of this name"
        raise RefitError(what, "choose another name")
    dist = request.distribution
    if dist and not _DISTRIBUTION.fullmatch(dist.new):
        what = f"{dist.new!r} is no name of a distribution"
        raise RefitError(what, "write letters, digits, and - _ . between them")
    if dist and project.owner and canonical(dist.old) != project.owner:
        raise RefitError(
            f"the project is no {dist.old}: it is called {project.owner}",
            "correct --dist",
        )
