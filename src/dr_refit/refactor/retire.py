"""A package that everything has left: who takes from it still, and its last version."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from dr_refit.codemod.diff import moved
from dr_refit.codemod.formats import SUFFIXES, read
from dr_refit.codemod.result import FileResult, Report
from dr_refit.codes import Code
from dr_refit.errors import FileRefused, RefitError
from dr_refit.findings import Finding
from dr_refit.manifests import pyproject
from dr_refit.migration.resolution import HomeMissing, Kept, Moved, Partial, Removed
from dr_refit.migration.table import MoveTable
from dr_refit.names import root
from dr_refit.project.survey import survey
from dr_refit.python.imports import ImportContext, read_imports
from dr_refit.python.surface import module_of
from dr_refit.refactor.change import Change
from dr_refit.refactor.last_version import error, readme, version_in, with_status
from dr_refit.tree.discover import Exclusions, discover
from dr_refit.tree.model import ChangeSet
from dr_refit.tree.splices import rewrite_between

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from dr_refit.codemod.prove import Options
    from dr_refit.migration.model import Migration
    from dr_refit.project.survey import Project
    from dr_refit.tree.discover import File
    from dr_refit.tree.model import Tree

_INIT, _MANIFEST = "__init__.py", "pyproject.toml"
#: So many names are listed.
_MOST = 5


def retire(
    tree: Tree,
    importers: Mapping[str, Tree],
    migrations: Iterable[Migration],
    options: Options,
) -> Change:
    """Work out the last version of the packages of a repository; nothing is written.

    `importers`: other repositories, by their paths; what these have is there, however
    planned. Where somebody takes from a package still, that is all there is to say, and
    nothing changes. Raises RefitError where a name in it has no other home.
    """
    files = discover(tree, [""], Exclusions.of(options.settings), ("",))
    if not (folders := _packages(tree)):
        hint = "name the repository of one, with its package at the root or below src/"
        raise RefitError("there is no package here", hint)
    others: dict[str, Callable[[], Tree]] = {}
    for other in importers.values():
        others |= dict.fromkeys(_packages(other), partial(_itself, other))
    project = survey(tree, "", {}, others)
    concerned = (one for one in migrations if not one.roots.isdisjoint(folders))
    table = MoveTable(concerned, project=project)
    _check(files, folders, table, project)
    inside = [
        f for f in files if f.path.startswith(tuple(f"{f}/" for f in folders.values()))
    ]
    outside = [file for file in files if file not in inside]
    used = [*_users(tree, "", outside, table, folders)]
    for path, other in importers.items():
        used += _users(other, f"{path}/", discover(other, [""]), table, folders)
    looked_at = len(files)
    if used:
        report = Report(results=tuple(used), looked_at=looked_at, dry=options.dry)
        return Change(ChangeSet(), report)
    return _last_version(tree, inside, folders, table, options)


def _itself(tree: Tree) -> Tree:
    return tree


def _packages(tree: Tree) -> dict[str, str]:
    """Map the top-level packages of a repository to their folders."""
    found: dict[str, str] = {}
    for base in ("src/", ""):
        try:
            entries = sorted(tree.scan(base.rstrip("/")))
        except OSError:
            continue
        for name, kind in entries:
            path = f"{base}{name}"
            marked = tree.kind(f"{path}/{_INIT}") == "file"
            if kind == "folder" and marked and name not in {"docs", "tests"}:
                found.setdefault(name, path)
    return found


def _check(
    files: Sequence[File],
    folders: Mapping[str, str],
    table: MoveTable,
    project: Project,
) -> None:
    """Raise RefitError where something in the packages has no other home yet."""
    for name in folders:
        if name not in table.roots:
            what = f"no migration says where the names of {name} went"
            raise RefitError(what, "name one with --migration")
    here = {
        module_of(name + file.path[len(folder) :]): file.path
        for file in files
        for name, folder in folders.items()
        if file.path.endswith(".py") and file.path.startswith(f"{folder}/")
        if not file.path.endswith(f"/{_INIT}")
    }
    for name in (*table.index.moves, *here):
        resolution = table.resolve(name)
        if root(name) not in folders or not isinstance(resolution, HomeMissing):
            continue
        new = table.index.moves[resolution.old].new
        # What is neither here nor where it was to go has been given up.
        if project.provides(name) or not project.other(root(new)):
            hint = "publish it first"
            raise RefitError(f"{name} cannot go: {resolution.advice}", hint)
    behind = [path for module, path in here.items() if not _may_go(module, table)]
    if behind:
        listed = ", ".join(behind[:_MOST]) + (", ..." if behind[_MOST:] else "")
        what = f"no migration says where this went: {listed}"
        raise RefitError(what, "move it, or list it under [removed]")


def _may_go(module: str, table: MoveTable) -> bool:
    resolution = table.resolve(module)
    if isinstance(resolution, Kept):
        # As far as its own repository can tell, what was removed is there still.
        return resolution.old in table.index.removed
    return isinstance(resolution, Moved | Removed | Partial)


def _users(
    tree: Tree,
    prefix: str,
    files: Iterable[File],
    table: MoveTable,
    folders: Mapping[str, str],
) -> Iterator[FileResult]:
    """Yield the files that take something from the packages, each with what."""
    words = [name.encode() for name in folders]
    for file in files:
        if not file.path.endswith(SUFFIXES):
            continue
        try:
            data = tree.read(file.path)
            if not any(word in data for word in words):
                continue
            found = [*_taken(file, data, table, folders)]
        except OSError as error:
            message = error.strerror or str(error)
            found = [Finding(code=Code.UNREADABLE, message=message)]
        except FileRefused as error:
            found = [error.finding]
        if found:
            yield FileResult(path=f"{prefix}{file.path}", findings=tuple(found))


def _taken(
    file: File, data: bytes, table: MoveTable, folders: Mapping[str, str]
) -> Iterator[Finding]:
    document = read(file.path, data)
    for fragment in document.fragments:
        source = fragment.source
        for alias in read_imports(source, ImportContext.of(file.package, file.module)):
            if root(alias.target) in folders:
                new = table.new_name(alias.target)
                now = f": it is {new} now" if new else ""
                at = source.position(source.start(alias.statement))
                yield Finding(
                    code=Code.RETIRED_IMPORT,
                    message=f"{alias.target} is taken from here still{now}",
                    position=document.position(fragment, at),
                )


def _last_version(
    tree: Tree,
    inside: Sequence[File],
    folders: Mapping[str, str],
    table: MoveTable,
    options: Options,
) -> Change:
    new = {f"{folder}/{_INIT}": error(name, table) for name, folder in folders.items()}
    shown = next(
        (n for n in ("README.md", "README.rst") if tree.kind(n) == "file"), "README.md"
    )
    title = pyproject.name_in(tree.read(_MANIFEST)) if tree.kind(_MANIFEST) else ""
    is_rst = shown.endswith(".rst")
    new[shown] = readme(title or next(iter(folders)), table, folders, is_rst=is_rst)
    if tree.kind(_MANIFEST) == "file":
        code = (
            tree.read(file.path).decode(errors="replace")
            for file in inside
            if file.path.endswith(".py")
        )
        manifest = tree.read(_MANIFEST).decode()
        new[_MANIFEST] = with_status(manifest, version_in(code))
    elif said := next((one for one in ("setup.py", "setup.cfg") if tree.kind(one)), ""):
        what = f"{said} says what this project is, and there is no pyproject.toml"
        hint = "write one, with the name and the last version in [project]; delete"
        raise RefitError(what, f"{hint} {said}")
    gone = [file.path for file in inside if file.path not in new]
    results, rewrites, additions = [], [], {}
    for path in sorted({*new, *gone}):
        there = tree.kind(path) == "file"
        old = tree.read(path) if there else b""
        data = new.get(path, "").encode()
        if path in gone:
            pass
        elif there:
            rewrites.append(rewrite_between(path, old, data))
        else:
            additions[path] = data
        names = path if there else "", "" if path in gone else path
        diff = moved(*names, old, data) if options.dry else ""
        results.append(FileResult(path=path, changed=True, diff=diff))
    change = ChangeSet(
        rewrites=tuple(rewrites), additions=additions, deletions=tuple(gone)
    )
    report = Report(results=tuple(results), looked_at=len(inside), dry=options.dry)
    return Change(change, report)
