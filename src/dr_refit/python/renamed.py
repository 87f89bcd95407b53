"""The strings of a file once a package is called otherwise, with all that is in it."""

from __future__ import annotations

import ast
import re
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, cast

from dr_refit.patterns import regex
from dr_refit.python import string_calls as calls
from dr_refit.python.around import (
    after,
    before,
    begins_name,
    begun,
    is_file,
    is_for_packages,
    is_own_name,
    is_prefix,
    last,
    takes_package,
)
from dr_refit.python.callees import Callees
from dr_refit.python.edits import Span, spliced
from dr_refit.python.nodes import walk
from dr_refit.python.string_flow import Flow

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from dr_refit.python.facts import Facts

#: What stands behind a prompt is code, which is rewritten as such.
_PROMPTED = regex(r"^[ \t]*(?:>>>|\.\.\.)(?:[ ].*)?$", re.MULTILINE)
#: Groups of entry points are what others hang on to.
_GROUPS = frozenset({"entry_points", "iter_entry_points"})


class Renaming(Protocol):
    """A package of the project, and what it is called from now on."""

    old: str
    new: str

    @property
    def mention(self) -> re.Pattern[str]:
        """What finds the name of the package, whatever it stands for."""

    @property
    def entries(self) -> Collection[str]:
        """The files and folders in its folder."""

    @property
    def base(self) -> str:
        """The folder that the package is in."""

    @property
    def options(self) -> Collection[str]:
        """Options behind which a package stands."""

    def is_in(self, data: bytes) -> bool:
        """Return whether data that are no text name the package."""

    def spans(self, text: str) -> tuple[Span, ...]:
        """Return what to write into a text that surely names the package."""

    def definition(self, dotted: str) -> ast.stmt | None:
        """Return a function, or class, of the package as it is written."""

    def requirement(self, text: str) -> tuple[Span, ...]:
        """Return what to write into a requirement of the distribution."""


def renamed(facts: Facts, renaming: Renaming) -> dict[ast.Constant, tuple[Span, ...]]:
    """Map each literal that names the package to what is to be written into it."""
    if not renaming.mention.search(facts.source.code.decode(errors="replace")):
        return {}
    literals = _Literals(facts, renaming)
    return {
        node: spans
        for node in walk(facts.source.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if renaming.mention.search(node.value)
        or renaming.old.endswith(f".{node.value}")
        if (spans := literals.spans(node, node.value)) is not None
    }


class _Literals:
    """The literals of a file in which the package is named."""

    def __init__(self, facts: Facts, renaming: Renaming) -> None:
        self._renaming = renaming
        self._parents = facts.parents
        self._tree = facts.source.tree
        self._flow = Flow(facts)
        self._callees = Callees(facts)
        self._imported = {alias.local: alias.target for alias in facts.imports}

    def spans(self, node: ast.Constant, value: str) -> tuple[Span, ...] | None:
        """Return what to write into one; None: it is a type, and seen to as such."""
        old, new = self._renaming.old, self._renaming.new
        root = re.split(r"\W", value, maxsplit=1)[0]
        if root in self._imported and self._flow.is_type(node, root):
            return None
        around = [*self._parents.around(node)]
        if any(map(self._is_group, around[:3])):
            return ()
        if any(map(self._takes_distribution, around[:1])):
            return self._renaming.requirement(value)
        if value in {old, f"{old}."}:
            is_one = self._is_package(node, around)
            return (Span(0, len(old), new),) if is_one else ()
        if part := self._part(value, node, around):
            return (part,)
        if value.startswith(f"{old}.") and (
            is_own_name(node, around)
            or is_for_packages(around)
            or self._is_looked_up(node)
        ):
            # {"__name__": "old.anything"}    Extension("old._fast", ["fast.c"])
            # getLogger("old.anything")
            return (Span(0, len(old), new),)
        spans = () if is_file(node, around) else self._renaming.spans(value)
        match around:
            case [ast.JoinedStr(values=[first, *_]), *_] if first is not node:
                # f"{x}old.core"    what stands behind something begins no name
                spans = tuple(one for one in spans if one.start)
        if begins_name(node, around):
            found = re.search(rf"(?<=[\s'\"`]){re.escape(old)}(?=\.\Z)", value)
            spans = (*spans, *([Span(*found.span(), new)] if found else ()))
        if around and isinstance(around[0], ast.Expr):
            shown = [one.span() for one in _PROMPTED.finditer(value)]
            spans = tuple(
                one
                for one in spans
                if not any(first <= one.start < last for first, last in shown)
            )
        return spans

    def _is_group(self, node: ast.AST) -> bool:
        if isinstance(node, ast.keyword):
            return node.arg == "group"
        return isinstance(node, ast.Call) and last(node.func) in _GROUPS

    def _takes_distribution(self, node: ast.AST) -> bool:
        if isinstance(node, ast.keyword):
            # setup(name="old")
            is_setup = node.arg == "name" and self._calls_setup(node)
            return is_setup or node.arg in {"dist_name", "distribution_name"}
        return isinstance(node, ast.Call) and (
            self._callees.meaning(node.func) in calls.OF_DISTRIBUTIONS
        )

    def _calls_setup(self, node: ast.keyword) -> bool:
        call = self._parents.of(node)
        return isinstance(call, ast.Call) and last(call.func) == "setup"

    def _is_looked_up(self, literal: ast.Constant) -> bool:
        """Return whether a literal is surely a name, be it that of a logger."""
        sinks = {sink.takes for sink in self._flow.sinks(literal)}
        return bool(sinks) and sinks <= {*calls.SURE, "logger"} - {"command", "entry"}

    def _part(
        self, value: str, literal: ast.Constant, around: list[ast.AST]
    ) -> Span | None:
        """Return what to write into a part of a path: join("a", "old", "b.c")."""
        above, _, name = self._renaming.old.rpartition(".")
        home, _, new = self._renaming.new.rpartition(".")
        match around:
            case [ast.Call(args=each), *_] if value == name and literal in each:
                at, depth = each.index(literal), above.count(".") + 1
                before = [getattr(one, "value", None) for one in each[:at][-depth:]]
                inside = after(literal, around) in self._renaming.entries
                if above == home and inside and before == above.split("."):
                    return Span(0, len(name), new)
        return None

    def _is_package(self, literal: ast.Constant, around: list[ast.AST]) -> bool:
        """Return whether a literal that is the name alone stands for the package."""
        takes = {sink.takes for sink in self._flow.sinks(literal)}
        if takes and takes <= {*calls.SURE, "logger", "package"}:
            return True
        if whole := begun(literal, around):
            outer = around[around.index(whole) + 1 :]
            takes = {
                sink.takes
                for used in self._read(whole, outer)
                for sink in self._flow.sinks(used)
            }
            if takes & {*calls.SURE, "logger"}:
                return True
        values = [(cast("ast.expr", literal), around)]
        if around and isinstance(around[0], ast.Tuple):
            values.append((around[0], around[1:]))
        if any(all(map(self._is_prefix, self._read(*one))) for one in values):
            return True
        if around and any(map(self._is_inside, self._beside(literal, around[0]))):
            return True
        option = before(literal, around[0]) if around else ""
        if option and option in {*self._renaming.options, self._renaming.base}:
            # [sys.executable, "-m", "old"]    root / "src" / "old"
            return True
        if after(literal, around) in self._renaming.entries:
            # os.path.join("old", "data")    root / "old" / "data"
            return True
        if takes_package(self._parameter(literal, around)):
            return True
        return is_own_name(literal, around) or is_for_packages(around)

    def _parameter(self, literal: ast.Constant, around: list[ast.AST]) -> str:
        """Return the parameter that takes one, of what this file or the package has."""
        match around:
            case [ast.Call(func=func, args=values), *_] if literal in values:
                called = self._definition(func)
            case _:
                return ""
        is_bound = isinstance(func, ast.Attribute) or isinstance(called, ast.ClassDef)
        if isinstance(called, ast.ClassDef):
            called = _named(called.body, "__init__")
        if not isinstance(called, ast.FunctionDef):
            return ""
        taken = [*called.args.posonlyargs, *called.args.args]
        if is_bound and taken and taken[0].arg in {"self", "cls"}:
            del taken[0]
        at = values.index(literal)
        return taken[at].arg if at < len(taken) else ""

    def _definition(self, func: ast.expr) -> ast.stmt | None:
        """Return what is called, as it is written."""
        match func:
            case ast.Name(id=name) if name in self._imported:
                return self._renaming.definition(self._imported[name])
            case ast.Name(id=name):
                return _named(self._tree.body, name)
            case ast.Attribute(value=owner, attr=name):
                holder = self._definition(owner)
                if isinstance(holder, ast.ClassDef):
                    return _named(holder.body, name)
        return None

    def _read(self, value: ast.expr, around: list[ast.AST]) -> list[ast.expr]:
        """Return what reads a value: itself, or all that reads the name it has."""
        match around:
            case [ast.Assign(targets=[ast.Name(id=name)]), *_]:
                functions = (ast.FunctionDef, ast.AsyncFunctionDef)
                inner = (one for one in around if isinstance(one, functions))
                scope = next(inner, self._tree)
                found: list[ast.expr] = [
                    node
                    for node in walk(scope)
                    if isinstance(node, ast.Name) and node.id == name
                    if isinstance(node.ctx, ast.Load)
                ]
                return found or [value]
        return [value]

    def _is_prefix(self, node: ast.expr) -> bool:
        return is_prefix(node, self._parents.of(node))

    def _beside(self, literal: ast.Constant, parent: ast.AST) -> Iterator[ast.AST]:
        """Yield what stands where a literal does: ["old", "old.core"]."""
        match parent:
            case ast.List(elts=each) | ast.Tuple(elts=each) | ast.Set(elts=each):
                yield from each
            case ast.Dict(keys=keys) if literal in keys:
                yield from filter(None, keys)
            case ast.Subscript(value=ast.Name(id=name)):
                # known["old"] = ...    known["old.core"] = ...
                yield from self._keys.get(name, ())

    @cached_property
    def _keys(self) -> dict[str, list[ast.expr]]:
        found: dict[str, list[ast.expr]] = {}
        for node in walk(self._tree):
            if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
                found.setdefault(node.value.id, []).append(node.slice)
        return found

    def _is_inside(self, node: ast.AST) -> bool:
        """Return whether something is the dotted name of what is in the package."""
        value = node.value if isinstance(node, ast.Constant) else None
        return (
            isinstance(value, str)
            and value.replace(".", "").isidentifier()
            and any(one.start == 0 for one in self._renaming.spans(value))
        )


def _named(body: Sequence[ast.stmt], name: str) -> ast.stmt | None:
    """Return the function, or class, of a name."""
    kinds = (ast.FunctionDef, ast.ClassDef)
    return next((n for n in body if isinstance(n, kinds) and n.name == name), None)


def goes_on(literal: ast.Constant, spans: tuple[Span, ...], renaming: Renaming) -> bool:
    """Return whether a literal goes on naming the package, but for what it shows."""
    text = spliced(str(literal.value), spans)
    return renaming.mention.search(_PROMPTED.sub("", text)) is not None
