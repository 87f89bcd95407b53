"""What goes from one repository to another, and may not: private names, circles."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from dr_refit.codemod.formats import SUFFIXES, read
from dr_refit.errors import FileRefused, RefitError
from dr_refit.names import is_under, root
from dr_refit.python.facts import Facts
from dr_refit.python.imports import ImportContext, read_imports
from dr_refit.python.nodes import walk
from dr_refit.python.strings import quoted
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from dr_refit.tree.discover import File

#: What strings take of a module, and load it.
_IMPORTED = frozenset({"module", "members", "object"})
#: So many are listed.
_MOST = 5


class Crossing(NamedTuple):
    """An import of a name that is in the other repository."""

    path: str
    line: int
    name: str
    #: The file is in a package, and no test.
    in_package: bool

    def __str__(self) -> str:
        """Where it is, and what it takes."""
        return f"{self.path}:{self.line} ({self.name})"


def crossings(
    files: Iterable[File], content: Callable[[str], bytes], homes: Collection[str]
) -> Iterator[Crossing]:
    """Yield what files take from modules of another repository, attributes included."""
    words = [root(one).encode() for one in homes]
    for file in files:
        if not file.path.endswith(SUFFIXES):
            continue
        data = content(file.path)
        if any(word in data for word in words):
            yield from _of(file, data, homes)


def _of(file: File, data: bytes, homes: Collection[str]) -> Iterator[Crossing]:
    in_package = bool(file.package) and root(file.package) not in {"test", "tests"}
    try:
        fragments = read(file.path, data).fragments
    except FileRefused:
        return
    for fragment in fragments:
        source = fragment.source
        try:
            aliases = read_imports(source, ImportContext.of(file.package, file.module))
        except FileRefused:
            continue
        taken = {}
        for alias in aliases:
            if any(is_under(alias.target, one) for one in homes):
                line = source.position(source.start(alias.statement)).line
                taken[alias.local] = alias.target
                yield Crossing(file.path, line, alias.target, in_package)
        facts = Facts(source=source, package=file.package, module=file.module)
        for one in quoted(facts, {root(home) for home in homes}):
            line = source.position(source.start(one.literal)).line
            # import_module("a.b")
            for name in one.names if one.takes in _IMPORTED else ():
                if any(is_under(name, home) for home in homes):
                    yield Crossing(file.path, line, name, in_package)
        for node in walk(source.tree) if taken else ():
            match node:
                case ast.Attribute(value=ast.Name(id=local), attr=name) if (
                    local in taken and _is_private(name)
                ):
                    line = source.position(source.start(node)).line
                    dotted = f"{taken[local]}.{name}"
                    yield Crossing(file.path, line, dotted, in_package)


def check_private(found: Iterable[Crossing]) -> None:
    """Raise RefitError where private names are taken from another repository."""
    private = [one for one in found if any(map(_is_private, one.name.split(".")))]
    if private:
        what = f"private names would be reached from outside: {listed(private)}"
        raise RefitError(what, "make them public first, or move what takes them, too")


def check_circle(there: Sequence[Crossing], back: Sequence[Crossing]) -> None:
    """Raise RefitError where each of two repositories would need the other."""
    there = [one for one in there if one.in_package]
    back = [one for one in back if one.in_package]
    if there and back:
        what = f"half of a circle: what moves needs what stays, {listed(there)}"
        hint = "move one of the two sides, too, or first what both need"
        raise RefitError(f"{what}, and that needs what moves, {listed(back)}", hint)


def listed(found: Sequence[Crossing]) -> str:
    """Return some of the crossings for a message."""
    return ", ".join(map(str, found[:_MOST])) + (", ..." if found[_MOST:] else "")


def _is_private(name: str) -> bool:
    return name.startswith("_") and not (name.startswith("__") and name.endswith("__"))
