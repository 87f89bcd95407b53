"""What there is to report of strings that name something, or may."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.codemod.rules.model import kept_object
from dr_refit.codes import Code
from dr_refit.findings import Finding
from dr_refit.migration.resolution import (
    AlreadyMoved,
    Barred,
    HomeMissing,
    Kept,
    Moved,
    MovesHere,
    Partial,
    Removed,
    Unknown,
)
from dr_refit.names import is_under, parent, root

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Sequence

    from dr_refit.migration.resolution import Resolution
    from dr_refit.migration.table import MoveTable
    from dr_refit.python.quoted import Quoted
    from dr_refit.python.source import Source

#: What may be anything, and is said all the same.
_NOTES = {
    "logger": "its loggers may have other names",
    "key": "this key may name it",
    "text": "this string may name it",
}
_WARNINGS = {
    "both": "this string names it, and is used otherwise as well",
    "pieces": "this string is put together",
    "target": "its key takes it by its name",
    "loader": "what takes this string seems to import it",
}
#: More modules than these are told by their packages.
_FEW = 3


class Reports:
    """Collects the findings of one file, but for those that a comment silences."""

    def __init__(self, source: Source, table: MoveTable) -> None:
        self._source = source
        self._table = table
        self.findings: list[Finding] = []
        self._told: set[str] = set()

    def unsure(self, one: Quoted, is_open: Callable[[], bool]) -> None:
        """Report a string that may name what moved.

        `is_open`: whether a call of the file may take any of its strings as a name.
        """
        if one.takes == "code":
            for each in [name for name in one.names if self._is_left(name)][:1]:
                name = each.removesuffix(".*")
                message = f"{name} {self._now(name)}: it stands in code in a string"
                self._add(Code.NAME_IN_STRING, message, one)
            return
        (name,) = one.names
        if one.takes in _WARNINGS:
            goes_on = one.takes == "pieces" and "." in str(one.literal.value)
            is_package = isinstance(self._table.resolve(name), Partial)
            if self._matters(name) or (goes_on and is_package):
                message = f"{name} {self._now(name)}: {_WARNINGS[one.takes]}"
                self._add(Code.NAME_IN_STRING, message, one)
            elif one.takes == "loader" and self._table.has_direct_rules(name):
                self._whole(name, one)
        elif shown := self._may_name(name, one):
            code, what = Code.NAME_IN_TEXT, _NOTES[one.takes]
            if one.takes in {"text", "key"} and is_open():
                code, what = Code.NAME_IN_STRING, "a call here may take this string"
            self._add(code, f"{shown} {self._now(shown)}: {what}", one)

    def _may_name(self, name: str, one: Quoted) -> str:
        """Return the name that a string seems to be; empty: it is none that matters."""
        is_above = isinstance(self._table.resolve(name), Unknown) or self._is_above(
            name
        )
        spelled = "." in name or one.takes == "logger"
        if spelled and self._matters(name) and not is_above:
            return name
        return self._beside(name, one)

    def left(self, one: Quoted) -> bool:
        """Report a name that is surely one and was not rewritten, if it matters."""
        told = False
        for each in one.names:
            # patch.dict("a.__dict__", b=c)
            name = each.removesuffix(".__dict__")
            resolution = self._table.resolve(name)
            match resolution:
                case None | Kept() | AlreadyMoved():
                    continue
                case Partial() if one.takes == "setting":
                    # INSTALLED_APPS = ["a.b"]    is there still
                    continue
                case Removed(advice=advice):
                    self._add(Code.REMOVED_NAME, f"{name} is gone: {advice}", one)
                case Unknown(advice=advice):
                    message = f"{root(name)} has no {name} at its last version"
                    hint = f"; {advice}" if advice else ""
                    self._add(Code.UNKNOWN_NAME, message + hint, one)
                case HomeMissing(advice=advice):
                    self._add(Code.HOME_MISSING, f"{name} stays: {advice}", one)
                case Partial() if not (self._matters(name) or self._beside(name, one)):
                    if name == each and not one.whole:
                        continue
                    self._whole(name, one)
                case _:
                    message = f"{name} {self._now(name)}: edit this string by hand"
                    self._add(Code.NAME_IN_STRING, message, one)
            told = True
        return told

    def _whole(self, name: str, one: Quoted) -> None:
        """Report a package that is imported by its name, and handed on."""
        has_rules = self._table.has_direct_rules(name)
        self._add(*kept_object(name, has_rules=has_rules), one)

    def named(self, literal: ast.Constant, name: str) -> None:
        """Report a string that names a package which is called otherwise now."""
        if isinstance(literal.value, bytes):
            message = f"{name} is named in data: make these anew"
            self._say(Code.NAME_IN_DATA, message, literal)
        else:
            message = f"{name}: this string may name it"
            self._say(Code.NAME_IN_TEXT, message, literal)

    def changed(self, one: Quoted) -> None:
        """Report what behaves otherwise now, once per file."""
        for name in one.names:
            resolution = self._table.resolve(name)
            note = resolution.note if resolution else None
            if note is not None and note.text not in self._told:
                self._told.add(note.text)
                silent = Code.BEHAVIOUR_CHANGED_SILENTLY
                code = silent if note.silent else Code.BEHAVIOUR_CHANGED
                self._add(code, f"{name}: {note.text}", one)

    def copied(self, one: Quoted, name: str, copies: Sequence[str]) -> None:
        """Report the names that a mock does not reach, once per file."""
        for copy in copies:
            message = (
                f"{copy} is bound as its module is loaded: a mock of {name}"
                f" does not reach it, one of {copy} does"
            )
            ignored = self._source.ignores(one.literal, Code.MOCK_MISSES_COPY)
            if message not in self._told and not ignored:
                self._told.add(message)
                self._add(Code.MOCK_MISSES_COPY, message, one)

    def _matters(self, name: str) -> bool:
        """Return whether a name moved, or is gone, or a module's names did."""
        resolution = self._table.resolve(name)
        if isinstance(resolution, Partial):
            return "." in name or self._table.closed_world(name)
        return not isinstance(resolution, None | Kept | AlreadyMoved)

    def _beside(self, name: str, one: Quoted) -> str:
        """Return a name that moved of a module, if it is named beside that.

        if "a" in sys.modules: a.b    ("a", "b")
        """
        every = (f"{name}.{each}" for each in sorted(one.beside))
        return next(filter(self._table.new_name, every), "")

    def _is_left(self, name: str) -> bool:
        """Return whether code takes a name that matters, or all of a module."""
        if name.endswith(".*"):
            return self._table.has_direct_rules(name.removesuffix(".*"))
        return self._matters(name)

    def _is_above(self, name: str) -> bool:
        """Return whether a package is there still, and a module of it lost names."""
        return (
            isinstance(self._table.resolve(name), Partial)
            and not self._table.closed_world(name)
            and not any(parent(move.old) == name for move in self._table.moves)
        )

    def _now(self, name: str) -> str:
        """Return what became of a name, as the rest of a sentence."""
        resolution: Resolution | None = self._table.resolve(name)
        match resolution:
            case Moved(new=new) | Barred(new=new) | MovesHere(new=new):
                return f"is {new} now"
            case Removed() | Unknown():
                return "is gone"
            case HomeMissing(advice=advice):
                return f"stays ({advice})"
        moves = self._table.moves
        moved = [one for one in moves if is_under(one.old, name)]
        homes = {one.new if one.module else parent(one.new) for one in moved}
        if len(homes) > _FEW:
            homes = {*map(root, homes)}
        return f"has its names in {', '.join(sorted(homes))} now"

    def _add(self, code: Code, message: str, one: Quoted) -> None:
        self._say(code, message, one.literal)

    def _say(self, code: Code, message: str, literal: ast.Constant) -> None:
        if self._source.ignores(literal, code):
            return
        position = self._source.position(self._source.start(literal))
        finding = Finding(code=code, message=message, position=position)
        if finding not in self.findings:
            self.findings.append(finding)
