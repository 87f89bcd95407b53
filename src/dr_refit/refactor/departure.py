"""What leaves a repository for another one: its files, their tests, and its names."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from dr_refit.errors import RefitError
from dr_refit.manifests import pyproject
from dr_refit.migration.model import Migration
from dr_refit.migration.moves import move_of
from dr_refit.migration.table import MoveTable
from dr_refit.names import is_under, root
from dr_refit.project.loading import Loading
from dr_refit.records import NamedTuple
from dr_refit.refactor import along, left, places, record
from dr_refit.refactor.move import check_names
from dr_refit.refactor.reexports import handed_on
from dr_refit.tree.discover import Exclusions, discover

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dr_refit.codemod.prove import Options
    from dr_refit.migration.model import Move
    from dr_refit.refactor.places import Place
    from dr_refit.refactor.reexports import HandedOn
    from dr_refit.tree.discover import File
    from dr_refit.tree.model import Tree


MANIFEST = "pyproject.toml"


class Side(NamedTuple):
    """A repository that takes part, and what stands before its paths when shown."""

    tree: Tree
    prefix: str
    options: Options

    @property
    def manifest(self) -> str:
        """Its pyproject.toml; empty: it has none."""
        if self.tree.kind(MANIFEST) != "file":
            return ""
        return self.tree.read(MANIFEST).decode("utf-8-sig")

    @property
    def declares(self) -> str:
        """The file that says what it requires."""
        names = (MANIFEST, "setup.py", "setup.cfg")
        return next((name for name in names if self.tree.kind(name)), MANIFEST)

    @property
    def name(self) -> str:
        """What a message calls it."""
        shown = self.prefix.rstrip("/") or "another place"
        return pyproject.name_in(self.manifest.encode()) or shown


def places_of(
    source: Tree, target: Tree, pairs: Sequence[tuple[str, str]]
) -> Iterator[tuple[Place, Place]]:
    """Yield where modules are, and where they are to be. Raises RefitError."""
    for path, home in pairs:
        old = places.source(source, path)
        new = places.home(target, home, old)
        if root(new.module) == root(old.module):
            what = f"{root(old.module)} would be a package of both repositories"
            raise RefitError(what, "give it another name there")
        check_names(old, new)
        yield old, new


class Departure:
    """Modules that leave, and what they are called then."""

    #: Files of the other repository that change as definitions arrive in them.
    arriving: Mapping[str, bytes] = MappingProxyType({})
    #: The same, without what was there.
    alone: Mapping[str, bytes] = MappingProxyType({})

    def __init__(
        self, source: Side, target: Side, pairs: list[tuple[Place, Place]]
    ) -> None:
        self.source, self.target, self.pairs = source, target, pairs
        self.files = files_of(source)
        self.leaving = self._leaving()
        #: The packages that something leaves.
        self.own = {root(name) for name in self.leaving}
        #: The files that leave, and their homes; some stay as well.
        self.going = dict(self._going())
        self.copied = self._copied()
        handed = self._handed()
        #: What stays, and changes by more than its imports.
        self.changed = {one.path: one.data for one in handed}
        moves = self._moves()
        renamed = MoveTable([Migration(id="move", moves=moves)])
        moves += tuple(
            move_of(name, renamed.new_name(origin), module=False, home="promised")
            for one in handed
            for name, origin in one.names.items()
        )
        self.moves = moves
        self.table = MoveTable([Migration(id="move", moves=moves)])

    def _leaving(self) -> list[str]:
        return [old.module for old, _ in self.pairs]

    def _moves(self) -> tuple[Move, ...]:
        moves = {old.module: new.module for old, new in self.pairs}
        for old, new in self.pairs:
            moves |= left.shorter_names(self.source.tree, self.files, old, new)
        return tuple(
            move_of(name, home, module=True, home="promised")
            for name, home in moves.items()
        )

    @property
    def title(self) -> str:
        """What is true then."""
        moved = (f"{old.module} is {new.module}" for old, new in self.pairs)
        return f"{' and '.join(moved)} now"

    @property
    def entries(self) -> dict[str, str]:
        """What commands and plugins name, before and then."""
        return {old.module: new.module for old, new in self.pairs}

    def is_gone(self, name: str) -> bool:
        """Return whether a dotted name finds nothing then."""
        return any(is_under(name, move.old) for move in self.moves)

    def old_name(self, name: str) -> str:
        """Return what a module is called before."""
        for old, new in self.pairs:
            if is_under(name, new.module):
                return old.module + name[len(new.module) :]
        return name

    def record(self) -> tuple[str, bytes]:
        """Return the migration that records all of it, and where it is to be."""
        path = record.path_of(self.source.tree, self.leaving[0])
        return path, record.record(self.title, self._recorded())

    def _recorded(self) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        names: dict[tuple[str, str], list[str]] = {}
        for one in self.moves:
            if one.module:
                if one.old in self.leaving:
                    yield one.old, one.new, ()
                continue
            (old, _, name), (new, _, other) = (
                dotted.rpartition(".") for dotted in (one.old, one.new)
            )
            shown = name if name == other else f"{name} = {other}"
            names.setdefault((old, new), []).append(shown)
        for (old, new), listed in names.items():
            yield old, new, tuple(listed)

    def _going(self) -> Iterator[tuple[str, str]]:
        """Yield the files that go, and where to."""
        for old, new in self.pairs:
            for file in self.files:
                if old.holds(file.path):
                    yield file.path, new.path + file.path[len(old.path) :]
            if old.is_file and self.source.tree.kind(f"{old.stem}.pyi") == "file":
                yield f"{old.stem}.pyi", f"{new.stem}.pyi"
        yield from self._tests()

    def _tests(self) -> Iterator[tuple[str, str]]:
        for file in along.tests(self.source.tree, self.files, self.leaving, self.own):
            yield file.path, file.path

    def _copied(self) -> frozenset[str]:
        """Take the fixtures along that tests need, or leave these tests behind."""
        copied: set[str] = set()
        for path in [path for path, home in self.going.items() if path == home]:
            needed = along.fixtures(
                self.source.tree, self.target.tree, path, self.files
            )
            names = {
                name
                for file in needed
                for name, _ in left.imported(file, self.source.tree.read(file.path))
                if root(name) in self.own
            }
            if all(any(is_under(name, one) for one in self.leaving) for name in names):
                copied.update(file.path for file in needed)
            else:
                del self.going[path]
        self.going |= {path: path for path in copied}
        return frozenset(copied)

    def _handed(self) -> list[HandedOn]:
        tree = self.source.tree
        modules = {f.module: f.path for f in self.files if f.path.endswith(".py")}
        loading = Loading(modules, tree.read, lambda _: "")

        def public(module: str) -> Iterable[str]:
            names = loading.binds(module) if loading.has(module) else ()
            return [name for name in sorted(names) if not name.startswith("_")]

        staying = [
            file
            for file in self.files
            if root(file.module) in self.own and file.path not in self.going
        ]
        return [*handed_on(tree, staying, self.leaving, public)]


def files_of(side: Side) -> list[File]:
    """List all files of a repository that are not excluded."""
    exclusions = Exclusions.of(side.options.settings)
    return discover(side.tree, [""], exclusions, ("",))
