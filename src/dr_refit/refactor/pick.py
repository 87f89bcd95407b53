"""Single functions, classes and constants that move from one module to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.codemod.formats import SUFFIXES, files_for
from dr_refit.codemod.pipeline import plan
from dr_refit.codes import Code
from dr_refit.errors import FileRefused, RefitError
from dr_refit.migration.model import Migration
from dr_refit.migration.moves import move_of
from dr_refit.migration.table import MoveTable
from dr_refit.names import leaf, parent, root
from dr_refit.python.edits import Edit, apply
from dr_refit.python.source import Source
from dr_refit.records import NamedTuple
from dr_refit.refactor import circles, left, places, record, stars
from dr_refit.refactor.arrival import Arrival, with_imports
from dr_refit.refactor.change import Draft
from dr_refit.refactor.circles import Modules
from dr_refit.refactor.definitions import Definitions, bound, is_import
from dr_refit.refactor.removal import without_exports, without_imports
from dr_refit.tree.discover import Exclusions, File, discover, package_of
from dr_refit.tree.overlay import Overlay

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dr_refit.codemod.prove import Options
    from dr_refit.python.imports import ImportAlias
    from dr_refit.refactor.change import Change
    from dr_refit.refactor.places import Place
    from dr_refit.tree.model import Tree

    #: A repository, and its files.
    type Group = tuple[Tree, Sequence[File]]


class Picked(NamedTuple):
    """Two modules once definitions went from one to the other."""

    source: bytes
    target: bytes
    #: What came, without what the target had.
    alone: bytes
    #: The names that a star import took.
    starred: Sequence[str] = ()


class Picking(NamedTuple):
    """Where definitions are, and where they go."""

    old: Place
    new: Place
    names: Sequence[str]
    #: What stands before the paths when shown.
    prefixes: tuple[str, str] = ("", "")


def pick(
    tree: Tree, pair: tuple[str, str], names: Sequence[str], options: Options
) -> Change:
    """Work out the change of a repository in which definitions move.

    Nothing is written; all paths are from its root. Raises RefitError: they cannot.
    """
    files = discover(tree, [""], Exclusions.of(options.settings), ("",))
    path, home = pair
    old, new = places.source(tree, path), home_of(tree, home)
    if not old.is_file or old.path == new.path:
        raise RefitError(f"{path} is no other module", "write FILE.py::NAME OTHER.py")
    there = tree.kind(new.path) == "file"
    regular = bool(package_of(tree, old.path.rpartition("/")[0]))
    at = Picking(old, new, names)
    picked = picked_of((tree, files), (tree, files), at)
    homes = {old.module: new.module} | left.shorter_names(tree, files, old, new)
    starred = stars.followed(tree, files, homes, picked.starred)
    changed = {path: data for path, data in starred.items() if data}
    changed |= {old.path: picked.source, new.path: picked.target}
    inits = [*places.new_packages(tree, new, regular=regular)] if not there else []
    changed |= dict.fromkeys(inits, b"")
    moves = tuple(
        move_of(f"{module}.{name}", f"{other}.{name}", module=False, home="promised")
        for module, other in homes.items()
        for name in names
    )
    table = MoveTable([Migration(id="move", moves=moves)])
    overlay = Overlay(tree, changed)
    exclusions = Exclusions.of(options.settings)
    settings = options.settings._replace(sort=False)
    code = files_for(overlay, [""], exclusions, settings)
    planned = plan(overlay, code, table, options._replace(settings=settings))
    draft = Draft(overlay, planned, options)
    draft.rebase(tree, changed)
    for file in starred:
        draft.drop(file, Code.STAR_IMPORT)
    for one in draft.found(new.path, Code.OWN_MODULE):
        what = f"{new.path}:{one.position.line} takes {one.message.split()[0]}"
        raise RefitError(what, "write the bare name there first")
    after = files if there else [*files, File(new.path, parent(new.module))]
    gone = {move.old for move in moves}
    changes = [f.module for f in after if f.module and draft.changes(f.path)]
    circles.check(
        Modules.of((files, tree.read)),
        Modules.of((after, draft.content)),
        {*changes, old.module, new.module},
        circles.Names(table.new_name, lambda name: name),
    )
    left.check(after, draft.content, old.stem.rpartition("/")[2], gone.__contains__)
    title = title_of(at)
    path = record.path_of(tree, f"{old.module}.{names[0]}")
    draft.add(path, record.record(title, [(old.module, new.module, tuple(names))]))
    return draft.done()


def title_of(at: Picking) -> str:
    """Return what is true once definitions have moved."""
    are = "are" if at.names[1:] else "is"
    return f"{', '.join(at.names)} of {at.old.module} {are} in {at.new.module} now"


def home_of(tree: Tree, path: str) -> Place:
    """Return the module that definitions go to. Raises RefitError: it is none."""
    kind = tree.kind(path)
    if kind == "folder" or not path.endswith(".py"):
        what = f"{path} is no module that a definition can be in"
        raise RefitError(what, "name a .py file, which need not be there")
    return places.place(tree, path)


def picked_of(source: Group, target: Group, at: Picking) -> Picked:
    """Return what becomes of both modules. Raises RefitError: it cannot be."""
    (tree, files), (tree_there, files_there) = source, target
    old, new, names, _ = at
    package = next(file.package for file in files if file.path == old.path)
    there = {file.path: file.package for file in files_there}
    home = there.get(new.path, parent(new.module))
    known = tree_there.kind(new.path) == "file"
    data = tree_there.read(new.path) if known else b""
    try:
        cut = Definitions(
            Source(old.path, tree.read(old.path)), package, old.module, names
        )
        whole, alone = (
            Arrival(Source(new.path, one), home, new.module, cut) for one in (data, b"")
        )
        taken = {*_taken(files, tree, old.module)}
        _check_needs(cut, at, taken)
        _check_stubs(tree, tree_there, at)
        source_data = _without(cut, new.module, taken)
        return Picked(source_data, whole.written(), alone.written(), cut.starred())
    except FileRefused as error:
        what = f"{old.path} or {new.path} cannot be read: {error.message}"
        raise RefitError(what, error.hint) from None


def _taken(files: Sequence[File], tree: Tree, module: str) -> Iterator[str]:
    """Yield the names that other files import from a module."""
    word = leaf(module)
    for file in files:
        if file.path.endswith(SUFFIXES) and file.module != module:
            data = tree.read(file.path)
            for name, _ in left.imported(file, data, word):
                if name == module:
                    yield from stars.words(data)
                if name.startswith(f"{module}."):
                    yield root(name[len(module) + 1 :])


def _check_needs(cut: Definitions, at: Picking, taken: set[str]) -> None:
    """Raise RefitError where definitions need what they would not have."""
    path, home = at.prefixes[0] + at.old.path, at.prefixes[1] + at.new.path
    shown = ", ".join(cut.names)
    if "__file__" in cut.uses(cut.going):
        what = f"{shown} makes paths from __file__, which would be {home}"
        raise RefitError(what, "take the path from a constant that stays, first")
    if found := sorted(cut.unknown()):
        what = f"{shown} needs {', '.join(found)}, which a star import seems to bring"
        raise RefitError(what, "import it by its name first")
    if found := sorted({*cut.sets()} - {*cut.names}):
        what = f"{shown} sets {found[0]}, a name of its module"
        raise RefitError(what, f"move {found[0]}, too: {path}::{found[0]} {home}")
    needed, only = cut.helpers(), cut.only_here()
    if lonely := sorted(one for one in needed & only if one not in taken):
        more = " ".join(f"{path}::{one} {home}" for one in lonely)
        what = f"{shown} needs {', '.join(lonely)}, which nothing else uses"
        raise RefitError(what, f"move that, too: add {more}")
    if private := sorted(one for one in needed if one.startswith("_")):
        what = f"{shown} needs {', '.join(private)}, which {path} uses as well"
        raise RefitError(what, "make it public first, or move all that needs it")


def _check_stubs(tree: Tree, there: Tree, at: Picking) -> None:
    """Raise RefitError where stubs would say something else than the modules."""
    for side, place, prefix, has in (
        (tree, at.old, at.prefixes[0], False),
        (there, at.new, at.prefixes[1], True),
    ):
        path = f"{place.stem}.pyi"
        if side.kind(path) != "file":
            continue
        body = Source(path, side.read(path)).tree.body
        declared = {name for statement in body for name in bound(statement)}
        if wrong := [name for name in at.names if (name in declared) != has]:
            said = "does not declare" if has else "declares"
            what = f"{prefix}{path} {said} {', '.join(wrong)}"
            raise RefitError(what, "move that from stub to stub by hand first")


def _without(cut: Definitions, home: str, taken: set[str]) -> bytes:
    """Return a module without definitions that went."""
    source = cut.source
    kept = cut.uses(one for one in cut.staying if not is_import(one))
    edits = [*cut.gaps(), *without_exports(source, cut.names)]
    used = [name for name in cut.names if name in kept]
    unused = _unused(cut, kept | taken)
    edits += without_imports(source, unused, gaps=not used)
    if used:
        edits += with_imports(source, [f"from {home} import {', '.join(used)}"])
    code = apply(source.code, _apart(edits))
    # Where it began with an import.
    starts_blank = source.code.startswith((b"\n", b"\r"))
    return source.encode(code if starts_blank else code.lstrip(b"\r\n"))


def _apart(edits: list[Edit]) -> list[Edit]:
    """Return edits in order; of deletions that overlap, one."""
    found: list[Edit] = []
    for one in sorted(edits):
        if found and one.start < found[-1].end:
            last = found.pop()
            one = Edit(last.start, max(last.end, one.end), last.text + one.text)  # noqa: PLW2901
        found.append(one)
    return found


def _unused(cut: Definitions, used: set[str]) -> Iterator[ImportAlias]:
    """Yield the imports that nothing needs which stays."""
    for one in cut.needed():
        if (
            one.local not in used
            and not one.reexported
            and one.block.unconditional
            and one.local not in cut.exported()
        ):
            yield one
