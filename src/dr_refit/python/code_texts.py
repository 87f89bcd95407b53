"""Code in strings, as `exec` runs it: the dotted names that it reaches."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from dr_refit.errors import FileRefused
from dr_refit.names import DOTTED, root
from dr_refit.patterns import regex
from dr_refit.python.chains import dotted_name
from dr_refit.python.imports import ImportContext, read_imports
from dr_refit.python.likely import seem_bound
from dr_refit.python.loads import base_of
from dr_refit.python.nodes import walk
from dr_refit.python.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_DOTTED = regex(DOTTED)


def reached(text: str, imported: Mapping[str, str]) -> Iterator[str]:
    """Yield the dotted names that code reaches; of all that may be taken, `a.*`.

    from a import *    import a    # and nothing of it
    `imported`: names that are imported around it, and what they mean.
    """
    source = Source.of_code("", text.encode(errors="replace"))
    try:
        imports = read_imports(source, ImportContext())
    except (FileRefused, RecursionError):
        # import a; a.%s()
        bound = dict(seem_bound(text.encode(errors="replace"), ""))
        found = [_meant(name, {**imported, **bound}) for name in _DOTTED.findall(text)]
        yield from found
        for means in bound.values():
            if not any(name.startswith(f"{means}.") for name in found):
                yield f"{means}.*"
        return
    bases = {**imported, **{one.local: base_of(one) for one in imports}}
    inner = {
        node.value for node in walk(source.tree) if isinstance(node, ast.Attribute)
    }
    used = set()
    for node in walk(source.tree):
        if isinstance(node, ast.Attribute | ast.Name) and node not in inner:
            name = dotted_name(node)
            used.add(root(name))
            yield _meant(name, bases)
    for one in imports:
        yield one.target
        if one.local == "*" or one.local not in used:
            yield f"{one.target if one.local == '*' else base_of(one)}.*"


def _meant(name: str, bases: Mapping[str, str]) -> str:
    local, dot, rest = name.partition(".")
    return bases.get(local, local) + dot + rest
