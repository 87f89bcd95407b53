"""A module's own namespace by other names, and what is taken of it by its letters.

d = globals(); d["a"]    me = sys.modules[__name__]; me.a    use(globals())
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from dr_refit.patterns import regex
from dr_refit.python.annotations import last_name
from dr_refit.python.namespaces import by_letters, is_own_dict, is_own_module
from dr_refit.python.nodes import walk
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.python.source import Source

#: globals()    vars ()    sys.modules[__name__]
_ASKED = {
    b"globals": regex(rb"globals[\s\\]*\("),
    b"locals": regex(rb"locals[\s\\]*\("),
    b"vars": regex(rb"vars[\s\\]*\("),
    b"modules": regex(rb"modules[\s\\]*\["),
}
#: What runs code in a namespace that it is given, or looks at nothing of it.
_RUNS = frozenset({"eval", "exec", "len", "id"})


class OwnSpaces(NamedTuple):
    """How a module has its own namespace, where it has it by another name."""

    #: The variables that are it, as a dictionary, and as a module.
    dicts: frozenset[str]
    modules: frozenset[str]
    #: Any string of the file may be a name that is taken of it.
    by_any: bool

    def taken(self, node: ast.AST) -> str:
        """Return the name that a node takes by way of a variable; or nothing."""
        holder, name, is_attribute = by_letters(node)
        names = self.modules if is_attribute else self.dicts
        return name if isinstance(holder, ast.Name) and holder.id in names else ""


NO_SPACES = OwnSpaces(frozenset(), frozenset(), by_any=False)


def own_spaces(source: Source) -> OwnSpaces:
    """Return how a module has its own namespace."""
    code = source.code
    # A search for a word is far faster than one for a pattern.
    asked = any(word in code and one.search(code) for word, one in _ASKED.items())
    if not (asked or source.disguised):
        return NO_SPACES
    dicts, modules, by_any = set[str](), set[str](), False
    for node in walk(source.tree):
        match node:
            case (
                ast.Assign(targets=[ast.Name(id=local)], value=value)
                | ast.AnnAssign(target=ast.Name(id=local), value=ast.expr() as value)
                | ast.NamedExpr(target=ast.Name(id=local), value=value)
            ):
                dicts |= {local} if is_own_dict(value) else set()
                modules |= {local} if is_own_module(value) else set()
            case _:
                by_any = by_any or any(map(is_own_dict, _given(node)))
    return OwnSpaces(frozenset(dicts), frozenset(modules), by_any)


def _given(node: ast.AST) -> Iterator[ast.expr]:
    """Yield what a node hands on, or takes names of that it does not spell."""
    match node:
        case ast.Call(func=func, args=args, keywords=words):
            if last_name(func) not in _RUNS:
                yield from args
                yield from (one.value for one in words if one.arg != "globals")
        case ast.Return(value=ast.expr() as value):
            yield value
        case ast.Subscript(value=value, slice=key):
            if not isinstance(key, ast.Constant):
                yield value
