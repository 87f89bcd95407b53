"""codemods/*.toml to `Migration`, checked to the last name."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

from dr_refit import files
from dr_refit import toml as toml_schema
from dr_refit.errors import RefitError
from dr_refit.migration.calls import read_calls
from dr_refit.migration.codemods import read_codemods
from dr_refit.migration.model import Migration, Move, Note
from dr_refit.migration.moves import dotted, move_of
from dr_refit.migration.shape import SHAPE, check_requirement
from dr_refit.migration.values import read_values
from dr_refit.names import is_under, prefixes, root
from dr_refit.records import NamedTuple
from dr_refit.toml import nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from dr_refit.toml import Document, Place, Table


def shipped_dir() -> Path:
    """Return the folder of the migrations."""
    from pathlib import Path  # start-up time

    return Path(files.shipped("codemods"))


def load_shipped() -> tuple[Migration, ...]:
    """Load the migrations that come with dr-refit, by id. Raises: as `load`."""
    return tuple(map(_load_shipped, sorted(shipped_dir().glob("*.toml"))))


def _load_shipped(path: Path) -> Migration:
    """Load a migration with the codemods beside it: these are ours, and may run."""
    migration = load(path)
    beside = path.with_suffix(".py")
    if not beside.is_file():
        return migration
    return migration._replace(codemods=read_codemods(str(beside)))


def load(path: Path) -> Migration:
    """Read one migration file. Raises RefitError on the first thing wrong in it."""
    try:
        return parse(str(path), files.read(str(path)))
    except OSError as error:
        raise RefitError(f"{path}: {error.strerror}", "name a readable file") from None


def parse(path: str, data: bytes) -> Migration:
    """Read the content of a migration file. Raises: as `load`."""
    return parse_with_lines(path, data).migration


class WithLines(NamedTuple):
    """A migration, and where in its file its names stand."""

    migration: Migration
    file: Document
    #: Every old name -> where it is.
    places: Mapping[str, Place]

    def line_of(self, old: str) -> int:
        """Return the line of an old name: that of the module, if it has it whole."""
        return self.file.line(*self.places.get(old, ()))

    def blanks(self) -> Iterator[tuple[int, str]]:
        """Yield the line of each name that has a blank at an end, and the name."""
        for place, name in _names(self.file.data):
            if name != name.strip():
                yield self.file.line(*place), name


def parse_with_lines(path: str, data: bytes) -> WithLines:
    """Read it likewise; return where its names stand, too."""
    stem, _ = os.path.splitext(os.path.basename(path))

    def read(file: Document) -> WithLines:
        reader = _Reader(stem, file)
        return WithLines(reader.read(), file, reader.places)

    return toml_schema.parse(path, data, SHAPE, read)


def _names(data: Table) -> Iterator[tuple[Place, str]]:
    """Yield the names in a file, and where each is."""
    for section, value in data.items():
        if isinstance(value, dict):
            yield from (((section, key), key) for key in value)
    for number, table in enumerate(data.get("move", ())):
        for key in ("from", "module", "to"):
            yield ("move", number, key), table.get(key, "")
        for name in table.get("names", ()):
            yield ("move", number, "names", name), name


def _nearest(texts: Table, module: str) -> str | None:
    """Return what is said of a module, or of the nearest package around it."""
    return next((texts[name] for name in prefixes(module) if name in texts), None)


class _Reader:
    """A file on its way to a `Migration`."""

    def __init__(self, stem: str, file: Document) -> None:
        self.id = stem
        self.file = file
        #: Every old name -> where it is.
        self.places: dict[str, Place] = {}
        self.moves: dict[str, Move] = {}
        self.kept: dict[str, str] = {}
        self.planned = frozenset(map(dotted, file.data.get("planned", ())))

    def read(self) -> Migration:
        data = self.file.data
        for key, text in data.get("requirements", {}).items():
            self.file.at = ("requirements", key)
            check_requirement(text)
        for number, table in enumerate(data.get("move", ())):
            self.file.at = ("move", number)
            self.read_move(table, data)
        self.kept = self.read_texts(data, "kept")
        removed = self.read_texts(data, "removed")
        self.file.at = ("retired",)
        retired = frozenset(map(dotted, data.get("retired", ())))
        self.check_packages(retired)
        self.check_targets()
        notes = {name: Note(text=text) for name, text in self.kept.items() if text}
        for section in ("notes", "silent"):
            for name, text in data.get(section, {}).items():
                self.file.at = (section, name)
                old = dotted(name)
                if old in notes:
                    raise RefitError(f"{old} has a note already", "join the two")
                self.check_known(old)
                notes[old] = Note(text=text, silent=section == "silent")
        project = self.read_project(data)
        calls = read_calls(self.id, self.file, dotted)
        for name in calls.names:
            self.check_known(name)
            if name in notes:
                raise RefitError(f"{name} has a note already", "join the two")
        self.check_rows({*project, *calls.rules, *calls.returned, *calls.types})
        migration = Migration(
            id=self.id,
            title=data["title"],
            moves=tuple(self.moves.values()),
            kept=frozenset(self.kept),
            removed=removed,
            notes=notes,
            project=project,
            calls=calls,
            retired=retired,
            requirements=data.get("requirements", {}),
            commands=data.get("commands", {}),
            values=read_values(self.file),
            distribution=data.get("distribution"),
        )
        return (
            migration._replace(distribution=None) if migration.upgraded else migration
        )

    def check_known(self, name: str) -> None:
        if name not in self.kept and not self.leaves(name):
            raise RefitError(f"{name} is not in this file", nearest(name, self.places))

    def read_move(self, table: Table, data: Table) -> None:
        at, names, module = self.file.at, table.get("names"), "module" in table
        if module == ("from" in table) or not (module or names):
            hint = "write `module`, or `from` and `names`"
            raise RefitError("not one thing that moves", hint)
        old, new = table["module" if module else "from"], table["to"]
        needs = table.get("requires") or _nearest(data.get("requirements", {}), new)
        if extra := table.get("extra"):
            if not needs:
                raise RefitError(f"nothing has the extra {extra}", "add `requires`")
            needs = re.sub(r"^[\w.-]+", rf"\g<0>[{extra}]", needs)
        if needs:
            check_requirement(needs)
        planned = not self.planned.isdisjoint(prefixes(new))
        if planned and needs:
            what = f"{new} is planned: nothing brings it yet"
            raise RefitError(what, f"leave out {needs}")
        home = "planned" if planned else "published"
        python = _nearest(data.get("requires-python", {}), new)
        rest: dict[str, Any] = {"requirement": needs, "python": python, "home": home}
        for name in names or ():
            self.file.at = (*at, "names", name)
            if module:
                self.place(f"{old}.{name}")
            else:
                leaf, _, renamed = (part.strip() for part in name.partition("="))
                ends = f"{old}.{leaf}", f"{new}.{renamed or leaf}"
                # f = Cls.f    is no name of a module
                above, dot, _ = renamed.partition(".")
                inside = dotted(f"{new}.{above}") if dot else ""
                move = move_of(*ends, module=False, inside=inside, **rest)
                self.moves[self.place(move.old)] = move
        if module:
            self.file.at = at
            known = None if names is None else frozenset(map(dotted, names))
            move = move_of(old, new, module=True, names=known, **rest)
            self.moves[self.place(move.old)] = move

    def read_texts(self, data: Table, section: str) -> dict[str, str]:
        texts = {}
        for name, text in data.get(section, {}).items():
            self.file.at = (section, name)
            texts[self.place(name)] = text
        return texts

    def read_project(self, data: Table) -> dict[str, tuple[str, ...]]:
        """Read what changes for a project. Raises RefitError: nothing is in a name."""
        found = {}
        for name, texts in data.get("project", {}).items():
            self.file.at = ("project", name)
            if not any(is_under(place, dotted(name)) for place in self.places):
                what = f"no name of this file is in {name}"
                raise RefitError(what, nearest(name, self.places))
            found[name] = tuple(texts)
        return found

    def check_rows(self, others: set[str]) -> None:
        """Raise RefitError for a row about something that is not in the file."""
        data = self.file.data
        known = {name.partition(":")[2] or name for name in others} | {*self.places}
        for section in ("commands", "requirements", "retired"):
            known |= {*data.get(section, ())}
        for row, names in data.get("rows", {}).items():
            for name in names:
                if name not in known:
                    self.file.at = ("rows", row, name)
                    what = f"{name} is not in this file"
                    raise RefitError(what, nearest(name, known))

    def place(self, name: str) -> str:
        """Keep where an old name is. Raises RefitError: it is somewhere already."""
        first = self.places.setdefault(name := dotted(name), self.file.at)
        if first is not self.file.at:
            hint = f"leave it on line {self.file.line(*first)} only"
            self.file.at += (2,) if first == self.file.at else ()
            raise RefitError(f"{name} is listed twice", hint)
        return name

    def check_packages(self, retired: frozenset[str]) -> None:
        """Raise RefitError for a name of a package that nothing else speaks of."""
        ends = {end for move in self.moves.values() for end in (move.old, move.new)}
        known = retired.union(map(root, ends))
        for name, place in self.places.items():
            if known and root(name) not in known:
                self.file.at = place
                what = f"nothing moves from {root(name)}, and it is not retired"
                near = nearest(root(name), known, f"add {root(name)} to `retired`")
                raise RefitError(what, near)

    def leaves(self, name: str) -> bool:
        """Return whether a name moves or is removed."""
        for prefix in prefixes(name):
            if prefix in self.places:
                move = self.moves.get(prefix)
                if move is not None and move.has_arrived(name):
                    return False
                whole = move is None or move.names is None or prefix == name
                return prefix not in self.kept and whole
        return False

    def check_targets(self) -> None:
        """Raise RefitError for a target that moves on, and for what is no target."""
        known = {name for move in self.moves.values() for name in prefixes(move.new)}
        for section in ("requirements", "requires-python", "planned"):
            for name in self.file.data.get(section, ()):
                self.file.at = (section, name)
                if name not in known:
                    raise RefitError(f"nothing moves to {name}", nearest(name, known))
        for old, move in self.moves.items():
            self.file.at = self.places[old]
            for end in sorted(filter(self.leaves, self.ends(move))):
                again = end.replace(move.new, move.old, 1)
                hint = f"name the last home of {again}, or list {end} under [kept]"
                raise RefitError(f"{old} moves to {end}, which leaves too", hint)

    def ends(self, move: Move) -> set[str]:
        """Return the names that a move leads to, as far as they have rules."""
        inside: Collection[str] = move.names or ()
        if move.is_outward:
            # What has a rule in the package has it for what came from the module, too.
            inside = ()
        elif move.module and move.names is None:
            start = f"{move.new}."
            under = {n.removeprefix(start) for n in self.places if n.startswith(start)}
            inside = {n for n in under if f"{move.old}.{n}" not in self.places}
        return {move.new, *(f"{move.new}.{name}" for name in inside)}
