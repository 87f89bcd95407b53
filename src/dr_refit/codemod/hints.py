"""What files take and hand on, by their bytes alone: that and more.

Few files come through a search for names, and only these are parsed.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from dr_refit.codemod.attributes import (
    NEAR,
    assigned,
    chain,
    is_parameter,
    with_values,
)
from dr_refit.names import leaf, root
from dr_refit.patterns import regex
from dr_refit.python import by_name
from dr_refit.python.likely import IMPORT_STAR, seem_bound
from dr_refit.python.words import any_in
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from dr_refit.migration.table import MoveTable
    from dr_refit.tree.discover import File

#: By what a module may have names that nothing in it says.
WAYS = (b"__getattr__", b"globals()", b"locals()", b"vars()", b"sys.modules")

#: By what a file may take names of another module, or bind them, by their letters.
_BY_LETTERS = (b"attr(", b".object(", b".multiple(", b"vars(", b".__dict__")
#: That of which it is, in front of these.
_HOLDERS = (
    # setattr(a, "b", c)    patch.multiple(a, b=c)
    regex(rb"\(\s*([\w.]+)\s*,[^()]*\Z"),
    regex(rb"target\s*=\s*([\w.]+)[^()]*\Z"),
    # vars(a)["b"]    vars(a).update(b=c)
    regex(rb"vars\(\s*([\w.]+)\s*\)[^\n]*\Z"),
    regex(rb"(?<![\w.])([\w.]+)\.__dict__[^\n]*\Z"),
)


class Hint(NamedTuple):
    """What a file seems to take from others."""

    #: The dotted names that it reaches through its imports.
    reaches: frozenset[str] = frozenset()
    #: The local names that imports bind, and what these mean; `*`: all of a module.
    binds: frozenset[tuple[str, str]] = frozenset()
    #: The names that it takes of something that no import binds, and by what of it.
    loose: frozenset[str] = frozenset()

    def means(self, local: str, *, starred: bool = True) -> set[str]:
        """Return the dotted names that a local name may mean, by a star as well."""
        return {
            f"{means}.{local}" if name == "*" else means
            for name, means in self.binds
            if name == local or (starred and name == "*")
        }

    def also(self, other: Hint) -> Hint:
        """Return what both say."""
        return Hint(
            self.reaches | other.reaches,
            self.binds | other.binds,
            self.loose | other.loose,
        )


def may_hand(data: bytes, file: File, table: MoveTable) -> frozenset[str]:
    """Return the names that a file may import which `handed` would return.

    Those of functions are among them.
    """
    namespaces = table.index.namespaces
    found = {
        local
        for local, means in seem_bound(data, file.package)
        if local != "*" and means in namespaces
    }
    if file.stem == "__init__" and file.module:
        # from .views import V    import package.views
        inside = _own_modules(data, file.module)
        found |= {one for one in inside if f"{file.module}.{one}" in namespaces}
    return frozenset(found)


def _own_modules(data: bytes, package: str) -> set[str]:
    """Return the modules of a package that it seems to import something of."""
    relative = re.findall(rb"\bfrom[\s\\]+\.(\w+)", data)
    absolute = re.findall(rb"(?<![\w.])%b\.(\w+)" % re.escape(package).encode(), data)
    return {one.decode(errors="replace") for one in relative + absolute}


class _Word(NamedTuple):
    """A name that is searched for: its letters, and what matches it in a file.

    The letters come first in a pattern: so it is found as fast as they are.
    """

    name: str
    letters: bytes
    #: It is an attribute of something.
    attribute: re.Pattern[bytes]
    #: An import may list it.
    listed: re.Pattern[bytes]


class Search:
    """Finds what a file seems to take of certain names.

    Where `imported`, that is also who imports one by name, or all of a module; else
    only who reaches it through something that is imported. `read`: those of them that
    are not looked for where they are bound.
    """

    def __init__(
        self, names: Collection[str], *, imported: bool, read: Collection[str] = ()
    ) -> None:
        self._names = frozenset(names)
        self._imported = imported
        # from a.f import b  takes no attribute
        self._words = [
            _word(name, "" if imported else rf"(?![ \t]+import\b{store})")
            for name in sorted(names)
            for store in [r"|[ \t]*=(?!=)" if name in read else ""]
        ]

    def found(self, data: bytes) -> bool:
        """Return whether one of the names seems to be taken by itself."""
        return any(word.attribute.search(data) for word in self._spelled(data))

    def _spelled(self, data: bytes) -> list[_Word]:
        return [word for word in self._words if data.find(word.letters) >= 0]

    def __call__(
        self, data: bytes, package: str, *, starred: bool = True
    ) -> Hint | None:
        """Return what a file takes; None where that is nothing.

        `starred`: it may import all of a module, and so a name that is not spelled.
        """
        words = self._spelled(data)
        found = [word.attribute for word in words if word.attribute.search(data)]
        letters = self._by_letters(data, words) if self._imported else set[str]()
        if not (found or letters) and not (
            self._imported
            and (
                any(word.listed.search(data) for word in words)
                or ((starred or words) and IMPORT_STAR.search(data))
            )
        ):
            return None
        bound = Hint(binds=frozenset(seem_bound(data, package)))
        names = {part for pair in bound.binds for part in map(root, pair)}
        chains = {
            (*chain(data, *match.span(1), names), match[1].decode())
            for pattern in found
            for match in pattern.finditer(data)
        }
        reaches = {
            means + rest for at, rest, *_ in chains if at for means in bound.means(at)
        }
        # patch("a.b.c")
        reaches |= {first + rest for first, rest, quoted, _ in chains if quoted}
        named = by_name.imported(data) if found else ()
        # import_module("a").b
        reaches |= {f"{means}.{name}" for means in named for *_, name in chains}
        # setattr(a, "b", c)
        reaches |= {
            means + dot + rest
            for dotted in letters
            for first, dot, rest in [dotted.partition(".")]
            for means in bound.means(first)
        }
        through = {first for first, *_ in chains if first}
        inside = {part for _, rest, *_ in chains for part in rest.split(".")[1:-1]}
        values = {*assigned(data, through | inside)}
        for _, value in values:
            name, dot, rest = value.partition(".")
            reaches |= {means + dot + rest for means in bound.means(name)}
            through.add(name)
        binds = frozenset(
            (local, means)
            for local, means in bound.binds
            if local == "*"
            or local in through
            or ("." in means and leaf(means) in self._names)
        )
        known = {
            first
            for first in (() if self._imported else through)
            if bound.means(first, starred=False) and not is_parameter(first, data)
        }
        behind = {(name, leaf(value)) for name, value in values if "." in value}
        loose = frozenset(
            dotted
            for first, rest, quoted, name in chains
            # self.f  is one of the class
            if not (self._imported or quoted or first in known)
            for inner in [rest[1:] or name]
            for dotted in (
                *([inner] if first not in {"self", "cls"} or "." in inner else []),
                # it = lib.b; it.f    self.it = lib.b; self.it.f
                *with_values(first, inner, behind),
            )
        )
        hint = Hint(frozenset(reaches), binds, loose)
        return hint if any(hint) else None

    def replaced(
        self, data: bytes, package: str, modules: Collection[str]
    ) -> Hint | None:
        """Return the names that a file seems to bind to something else in modules.

        In any that it has of those with certain last names, whatever that is called.
        """
        words = self._spelled(data)
        by_letters = words and any_in(_BY_LETTERS, data)
        found = [
            word.name
            for word in words
            # a.b = c    a.b, d = c
            if re.search(rb"\.%b(?!\w|\s*[.(\[])" % word.letters, data)
            or (by_letters and _letters(word.name).search(data))
        ]
        if not found:
            return None
        every = {means for _, means in seem_bound(data, package)}
        near = [one for one in every | by_name.imported(data) if leaf(one) in modules]
        reaches = frozenset(f"{one}.{name}" for one in near for name in found)
        return Hint(reaches).also(self(data, package) or Hint())

    @staticmethod
    def _by_letters(data: bytes, words: Sequence[_Word]) -> set[str]:
        """Return names that may be taken of a module, or bound, by their letters.

        Each behind what it is taken of: setattr(a.b, "c", d)    a.b.c
        """
        if not (words and any_in(_BY_LETTERS, data)):
            return set()
        return {
            f"{holder.decode(errors='replace')}.{word.name}"
            for word in words
            for said in _letters(word.name).finditer(data)
            for pattern in _HOLDERS
            for holder in pattern.findall(
                data, max(said.start() - NEAR, 0), said.start()
            )
        }


def _word(name: str, tail: str) -> _Word:
    attribute = rf"\.({name})(?!\w){tail}"
    # No attribute, and asked for none.
    listed = rf"{name}(?<![\w.]{name})(?!\w|[ \t]*[.=(\[])"
    patterns = (re.compile(one.encode()) for one in (attribute, listed))
    return _Word(name, name.encode(), *patterns)


@cache
def _letters(name: str) -> re.Pattern[bytes]:
    """Match a name as a text, or as a keyword."""
    # Its letters come first: such a pattern is found as fast as they are.
    text = re.escape(name)
    quoted = rf"(?<=['\"]{text})(?=['\"])"
    return re.compile(rf"{text}(?:{quoted}|(?<![\w.]{text})=(?!=))".encode())
