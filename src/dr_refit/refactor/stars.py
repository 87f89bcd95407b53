"""Star imports of a module that names leave: these are imported by name, too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dr_refit.errors import FileRefused
from dr_refit.names import NAME, leaf
from dr_refit.patterns import regex
from dr_refit.python.edits import Edit, apply
from dr_refit.python.imports import ImportContext, read_imports
from dr_refit.python.source import Source
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dr_refit.tree.discover import File
    from dr_refit.tree.model import Tree

_STAR = regex(rb"import\s*\*")


class _Spot(NamedTuple):
    """Where an import goes."""

    at: int
    before: bytes
    home: str

    def importing(self, names: str) -> Edit:
        """Return the edit that imports names."""
        text = f"from {self.home} import {names}".encode()
        return Edit(self.at, self.at, self.before + text)


def followed(
    tree: Tree, files: Sequence[File], homes: Mapping[str, str], names: Sequence[str]
) -> dict[str, bytes]:
    """Map the files that take names by a star to what they are once these moved.

    `homes`: the module, under all its names, and its home. Empty: what a file does not
    name, and hands to nobody, it does not need.
    """
    contents = {
        file: data
        for file in files
        if file.path.endswith(".py")
        if _STAR.search(data := tree.read(file.path))
        or any(name.encode() in data for name in names)
    }
    found = {}
    for file, data in contents.items():
        if not _STAR.search(data):
            continue
        try:
            source = Source(file.path, data)
            spots = [*_spots(source, file, homes)]
            if not spots or None in spots:
                continue
            listed = ", ".join(_needed(file, contents, names))
            edits = [one.importing(listed) for one in spots if one]
            code = apply(source.code, edits) if listed else b""
            found[file.path] = source.encode(code)
        except FileRefused:
            continue
    return found


def words(data: bytes) -> set[str]:
    """Return what a file may take by a star; none where it has no star."""
    if not _STAR.search(data):
        return set()
    return set(re.findall(NAME, data.decode(errors="replace")))


def _spots(
    source: Source, file: File, homes: Mapping[str, str]
) -> Iterator[_Spot | None]:
    """Yield where to import behind each star import; None: nothing can be there."""
    for alias in read_imports(source, ImportContext.of(file.package, file.module)):
        if alias.local != "*" or alias.target not in homes:
            continue
        start, end = source.start(alias.statement), source.end(alias.statement)
        stop = source.line_end(end)
        indent = source.code[source.line_start(start) : start]
        behind = source.code[end:stop].strip()
        if indent.strip() or (behind and not behind.startswith(b"#")):
            yield None
            continue
        yield _Spot(stop, source.newline_after(end) + indent, homes[alias.target])


def _needed(
    file: File, contents: Mapping[File, bytes], names: Sequence[str]
) -> list[str]:
    """Return the names that a file uses, or hands to others, by what they name."""
    texts = [contents[one] for one in _reached(file, contents)]
    return [name for name in names if any(map(_word(name).search, texts))]


def _reached(file: File, contents: Mapping[File, bytes]) -> set[File]:
    """Return a file, and those that may have names from it, however far."""
    found, todo = {file}, [file]
    while todo:
        here = todo.pop()
        if not here.module:
            continue
        named = _word(leaf(here.module))
        more = {f for f, data in contents.items() if named.search(data)} - found
        found |= more
        # A star hands on what came by a star.
        todo += [one for one in more if _STAR.search(contents[one])]
    return found


def _word(name: str) -> re.Pattern[bytes]:
    return re.compile(rb"(?<!\w)" + re.escape(name.encode()) + rb"(?!\w)")
