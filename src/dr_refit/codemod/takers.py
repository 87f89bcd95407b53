"""Who takes a name from a module: a second search, over all files of a run.

Few files come through the search in their bytes, and only these are parsed.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dr_refit.errors import FileRefused
from dr_refit.names import leaf
from dr_refit.python.imports import read_imports
from dr_refit.python.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dr_refit.tree.discover import File
    from dr_refit.tree.model import Tree

    #: Dotted module -> names in it.
    type Names = Mapping[str, frozenset[str]]


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Taken:
    """A name that a file takes from another module."""

    path: str
    line: int
    module: str
    name: str


def takers(tree: Tree, files: Sequence[File], names: Names) -> Iterator[Taken]:
    """Yield where the files take one of the names from its module."""
    if not names:
        return
    pattern = _pattern(names)
    words = {name.encode() for each in names.values() for name in each}
    for file in files:
        try:
            data = tree.read(file.path)
        except OSError:
            continue
        # Plain words are found much faster than what stands around them.
        if not any(word in data for word in words) or pattern.search(data) is None:
            continue
        try:
            yield from sorted({*_taken(Source(file.path, data), file, names)})
        except (FileRefused, RecursionError):
            # It is reported where a migration means something in it.
            continue


def _pattern(names: Names) -> re.Pattern[bytes]:
    """Match `leaf.name` and `leaf import ... name`, over several lines too."""
    by_leaf: dict[str, set[str]] = defaultdict(set)
    for module, found in names.items():
        by_leaf[leaf(module)] |= found
    patterns = []
    for module, taken in by_leaf.items():
        anyone = "|".join(map(re.escape, sorted(taken)))
        listed = r"(?:\([^)]*?|(?:[^\r\n\\(]|\\\r?\n)*?)"
        # `from . import name` takes it from a package.
        start = rf"(?:(?<!\w){re.escape(module)}|\bfrom[\s\\]*\.+)"
        patterns.append(
            rf"{start}[\s\\]*(?:\.[\s\\]*|import\b[\s\\]*{listed})(?<!\w)(?:{anyone})(?!\w)"
        )
    return re.compile("|".join(patterns).encode())


def _taken(source: Source, file: File, names: Names) -> Iterator[Taken]:
    chains = set()
    for alias in read_imports(source, file.package, file.module):
        module, _, name = alias.target.rpartition(".")
        if name in names.get(module, ()) and not alias.is_plain_import:
            line = alias.statement.lineno
            yield Taken(path=file.path, line=line, module=module, name=name)
        local = alias.target if alias.is_plain_import else alias.local
        chains |= {(local, alias.target, each) for each in names.get(alias.target, ())}
    if not chains:
        return
    wanted = {f"{local}.{name}": (module, name) for local, module, name in chains}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute):
            found = wanted.get(_dotted(node))
            if found is not None:
                module, name = found
                yield Taken(path=file.path, line=node.lineno, module=module, name=name)


def _dotted(node: ast.expr) -> str:
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    return ".".join([node.id, *reversed(parts)])
