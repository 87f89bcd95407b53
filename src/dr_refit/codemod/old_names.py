"""The names that moved or went, of modules, distributions and commands, in texts."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from dr_refit.manifests.names import canonical, spelled
from dr_refit.migration.resolution import Moved, Removed, Unknown
from dr_refit.names import prefixes, root
from dr_refit.patterns import regex
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dr_refit.migration.table import MoveTable

#: old_tools.csv
FILE = regex(
    r"\.(?:cfg|csv|gz|ini|ipynb|json|log|md|npz|parquet|pkl|pyi?|sh|toml|txt|whl|ya?ml|zip)\Z"
)


class Named(NamedTuple):
    """A name in a text, and where it stands."""

    text: str
    start: int
    stop: int


class Names:
    """The names that moved or went: of modules, distributions and commands."""

    def __init__(self, table: MoveTable) -> None:
        self._table = table
        self._retired = {one for each in table.migrations for one in each.retired}
        #: A distribution whose packages may stay is not known to be gone.
        self._dropped = {
            canonical(each.distribution)
            for each in table.migrations
            if each.distribution and each.retired
        }
        parts = (max(one.split("-"), key=len) for one in table.index.distributions)
        words = (*table.roots, *parts, *table.index.commands, *table.index.values)
        #: One of these stands wherever the pattern is found.
        self._words = [one.encode() for one in words]

    @cached_property
    def pattern(self) -> re.Pattern[bytes]:
        """One that matches each name, with what a package has of it."""
        index = self._table.index
        roots = "|".join(re.escape(name) for name in sorted(self._table.roots))
        others = [
            *map(spelled, index.distributions),
            *map(re.escape, index.commands),
            *map(re.escape, index.values),
        ]
        every = "|".join([rf"(?:{roots})(?:\.\w+)*(?::[a-zA-Z_]\w*)?", *others])
        # A path is no name: src/a/b.py    a-based, and a-requiring, name a
        ends = r"(?:(?![\w/-])|(?=-[a-z]+(?:ed|ing)\b))"
        starts = r"(?:(?<![\w./$-])|(?<=\[mypy-))"
        return re.compile(rf"{starts}(?:{every}){ends}".encode())

    def found(self, data: bytes) -> Iterator[Named]:
        """Yield the names in a text."""
        for match in self.pattern.finditer(data) if self.may_be_in(data) else ():
            text = match[0].decode(errors="replace")
            if ":" in text and self.renamed(text) == text:
                # image: a:latest
                text = text.partition(":")[0]
            yield Named(text, match.start(), match.start() + len(text.encode()))

    def may_be_in(self, data: bytes) -> bool:
        """Return whether a text may have one, by a faster search."""
        return any(one in data for one in self._words)

    def is_old(self, text: str) -> bool:
        """Return whether a name, or what it is in, is not there any more."""
        table = self._table
        name = canonical(text)
        if name in self._dropped:
            # An owner's texts name it as long as it is there.
            return table.project is None or name != table.project.owner
        if text in table.index.commands or text in table.index.values:
            return True
        return any(
            name in self._retired or isinstance(table.resolve(name), Moved | Removed)
            for name in prefixes(text.replace(":", "."))
            if not table.owns(name)
        )

    def is_own(self, text: str) -> bool:
        """Return whether a name is that of a retired package, which is still here."""
        index = self._table.index
        known = canonical(text) in index.distributions or root(text) in index.retired
        return known and not self.is_old(text) and not FILE.search(text)

    def is_told(self, text: str, local: Iterable[str]) -> bool:
        """Return whether a name in a comment, or a sentence of Python, is an old one.

        What has moved from a package that is still there may be meant in any sense.
        """
        index = self._table.index
        is_package = root(text) in index.retired and root(text) not in local
        is_other = (
            canonical(text) in index.distributions
            or text in index.commands
            or text in index.values
        )
        return (is_package or is_other) and self.is_old(text) and not FILE.search(text)

    def renamed(self, name: str) -> str:
        """Return what a name is called now, its parts divided as they were: a.b:c."""
        module, colon, attribute = name.partition(":")
        new = self._table.new_name(f"{module}.{attribute}" if colon else module)
        if not new or not colon:
            return new or name
        parts = new.split(".")
        depth = len(parts) - attribute.count(".") - 1
        return f"{'.'.join(parts[:depth])}:{'.'.join(parts[depth:])}" if depth else name

    def now(self, text: str) -> str:
        """Return what became of a name, as the rest of a sentence."""
        if (new := self.renamed(text)) != text:
            return f"is {new} now"
        if text in self._table.index.commands:
            return f"is called {self._table.index.commands[text]} now"
        resolution = self._table.resolve(text)
        if isinstance(resolution, Removed):
            return f"is gone: {resolution.advice}"
        if isinstance(resolution, Unknown):
            return "is gone"
        return "is retired: name what it is for"
