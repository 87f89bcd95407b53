"""Where code shows what it is about: by its names, its strings, and its path."""

from __future__ import annotations

import ast
import re
from fnmatch import translate
from typing import TYPE_CHECKING

from dr_refit.checks.nodes import docstrings, ignored, nodes
from dr_refit.checks.said import Trace
from dr_refit.codes import Code
from dr_refit.findings import WHOLE_FILE, Position

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dr_refit.checks.rules import Concern
    from dr_refit.codemod.document import Document


class Tracer:
    """Looks for concerns in files."""

    def __init__(self, concerns: Iterable[Concern]) -> None:
        self._concerns = [
            (one.name, _any(one.names), _any(one.strings), _any(one.paths))
            for one in concerns
        ]

    def of_path(self, path: str) -> Iterator[Trace]:
        """Yield the concerns that the path of a file shows."""
        for concern, _, _, paths in self._concerns:
            if paths.match(path):
                yield Trace(concern, path, WHOLE_FILE, path)

    def of_code(self, document: Document) -> Iterator[Trace]:
        """Yield the concerns of a file; each once per line. Raises FileRefused."""
        yield from self.of_path(document.path)
        if not self._concerns:
            return
        seen: set[tuple[str, Position]] = set()
        for fragment in document.fragments:
            said = sorted(_said(fragment.source.tree), key=lambda one: one[2])
            for concern, names, strings, _ in self._concerns:
                for kind, text, line in said:
                    if not (strings if kind == "string" else names).match(text):
                        continue
                    if Code.MISPLACED_CODE in ignored(fragment.source.ignored, line):
                        continue
                    at = document.position(fragment, Position(line=line, column=1))
                    if (concern, at) not in seen:
                        seen.add((concern, at))
                        is_import = kind == "import"
                        yield Trace(concern, document.path, at, text, is_import)


def _any(patterns: Sequence[str]) -> re.Pattern[str]:
    """Return a pattern of what one of several matches; of none: nothing."""
    return re.compile("|".join(map(translate, patterns)) or r"(?!)")


def _said(tree: ast.Module) -> Iterator[tuple[str, str, int]]:
    """Yield the names that code defines or imports, and its strings, with lines."""
    docs = {id(node) for node in docstrings(tree)}
    for node in nodes(tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield "name", node.name, node.lineno
            case ast.Name(ctx=ast.Store(), id=name):
                yield "name", name, node.lineno
            case ast.Import(names=names):
                yield from (("import", one.name, node.lineno) for one in names)
            case ast.ImportFrom(module=str(module), names=names):
                dotted = (f"{module}.{one.name}" for one in names)
                for text in (module, *dotted):
                    yield "import", text, node.lineno
            case ast.Constant(value=str(text)) if id(node) not in docs:
                yield "string", text, node.lineno
