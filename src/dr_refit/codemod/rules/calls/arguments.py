"""The arguments of one call: which they are, and what is written for them."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from dr_refit.codemod.rules.calls.records import is_uneven
from dr_refit.codemod.rules.calls.work import filled
from dr_refit.migration.calls import HOLE
from dr_refit.patterns import regex
from dr_refit.python.edits import Edit
from dr_refit.python.nodes import walk
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dr_refit.codemod.rules.calls.work import Origin, Work
    from dr_refit.migration.calls import CallRule, Returned
    from dr_refit.python.source import Source

_COMMENT = regex(rb"#[^\r\n]*")
_ACTS = (ast.Call, ast.Await, ast.Yield, ast.YieldFrom, ast.NamedExpr)
_CHOICE = regex(rf"(.+) if {re.escape(HOLE)} else (.+)")


class Argument(NamedTuple):
    """One argument."""

    #: Empty: it is not known, or there are several.
    name: str
    node: ast.expr | ast.keyword
    start: int
    end: int

    @property
    def value(self) -> ast.expr:
        """What is passed."""
        return self.node.value if isinstance(self.node, ast.keyword) else self.node

    @property
    def is_named(self) -> bool:
        """Whether it is passed by its name."""
        return isinstance(self.node, ast.keyword)

    @property
    def is_spread(self) -> bool:
        """Whether it stands for others: `*a`, `**a`."""
        if isinstance(self.node, ast.keyword):
            return self.node.arg is None
        return isinstance(self.node, ast.Starred)


def check_call(
    call: ast.Call,
    rule: CallRule,
    origin: Origin,
    work: Work,
    types: Mapping[ast.AST, Returned],
) -> None:
    """Edit a call, or report what a person has to do at it.

    `types`: those that are known of expressions.
    """
    arguments = read(call, rule, work.source)
    if any(one.is_spread for one in arguments):
        if rule.always or rule.edits or rule.given or rule.missing:
            work.report(call, origin, rule.text, silent=rule.silent)
        return
    given = {one.name: one.value for one in arguments}
    spared = {
        name
        for name, pattern in rule.unless.items()
        if isinstance(value := given.get(name), ast.Constant)
        and re.fullmatch(pattern, str(value.value))
    }
    spared |= {
        name
        for name, kind in rule.takes.items()
        if name in given and types.get(given[name]) == kind
    }
    texts = [rule.text] if rule.always and not spared else []
    texts += [
        text
        for name, text in rule.given.items()
        if name in given and name not in spared
    ]
    texts += [
        text
        for name, text in rule.uneven.items()
        if name in given and is_uneven(given[name], work)
    ]
    if rule.edits and not _rewrite(call, arguments, rule, origin, work):
        texts.append(rule.text)
    had = {name: rule.arguments.get(name, f"{name}=") for name in given}
    has = {text.partition("=")[0] for text in had.values()} | {*rule.add}
    texts += [
        text
        for names, text in rule.missing.items()
        if not spared
        and not any(has.issuperset(a.split("+")) for a in names.split("|"))
    ]
    for text in dict.fromkeys(texts):
        work.report(call, origin, text, silent=rule.silent)


def read(call: ast.Call, rule: CallRule, source: Source) -> list[Argument]:
    """Return the arguments of a call in the order in which they stand."""
    known = [*rule.parameters, *[""] * len(call.args)]
    named: list[tuple[str, ast.expr | ast.keyword]] = [
        *zip(known, call.args, strict=False),
        *((one.arg or "", one) for one in call.keywords),
    ]
    named.sort(key=lambda one: (one[1].lineno, one[1].col_offset))
    found = []
    start = source.end(call.func)
    for index, (name, node) in enumerate(named):
        first, end = source.start(node), source.end(node)
        gap = _gap(source, start, first)
        # f((a), (b))
        opening = gap.find(b"," if index else b"(") + 1
        outer = start + opening + len(gap[opening:]) - len(gap[opening:].lstrip())
        following = named[index + 1][1] if index + 1 < len(named) else None
        stop = source.start(following) if following else source.end(call) - 1
        behind = _gap(source, end, stop).partition(b",")[0]
        found.append(
            Argument(name, node, min(outer, first), end + len(behind.rstrip()))
        )
        start = end
    return found


def _gap(source: Source, start: int, end: int) -> bytes:
    """Return what stands between two arguments, its comments as blanks."""
    return _COMMENT.sub(lambda one: b" " * len(one[0]), source.code[start:end])


def _rewrite(
    call: ast.Call,
    arguments: Sequence[Argument],
    rule: CallRule,
    origin: Origin,
    work: Work,
) -> bool:
    """Write the arguments that a call needs now; False: a person has to."""
    plan: list[_Planned] = []
    naming = False
    for one in arguments:
        template = rule.arguments.get(one.name)
        if template is not None and one.name in rule.unless:
            if not isinstance(one.value, ast.Constant):
                # Whether it is affected is not known.
                return False
            if re.fullmatch(rule.unless[one.name], str(one.value.value)):
                template = None
        naming = naming or (template is not None and not one.is_named)
        if template is None and naming and not one.is_named:
            # f(a, b)  ->  f(x=a, y=b)
            if not one.name:
                return False
            template = f"{one.name}={HOLE}"
        if template == "" and any(isinstance(o, _ACTS) for o in walk(one.value)):
            # f(debug=options.pop())    it is run, whoever takes what it returns
            return False
        same = one.is_named and template == f"{one.name}={HOLE}"
        # f(paths=None)
        none = any(_is_none(part) for part in walk(one.value))
        if none and template and template.partition("=")[2] != HOLE:
            return False
        plan.append(_Planned(one, None if same else template))
    kept = [one for one in plan if one.template != ""]
    names = [one.name for one in kept if one.name]
    added = [f"{name}={value}" for name, value in rule.add.items() if name not in names]
    if len({*names}) < len(names):
        return False
    if not added and all(one.template is None for one in plan):
        return True
    edits = [*_dropped(plan), *(edit for one in kept for edit in one.edits(work))]
    if added:
        edits += _added(call, kept[-1].argument if kept else None, added, work.source)
    return work.change(call, _meant(call, kept, added), [origin], edits)


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


class _Planned(NamedTuple):
    """An argument, and what is written for it; None: it stays."""

    argument: Argument
    template: str | None

    @property
    def name(self) -> str:
        """Its name in the new call; empty: it has none there."""
        if self.template is not None:
            return self.template.partition("=")[0]
        return self.argument.name if self.argument.is_named else ""

    @property
    def value(self) -> str:
        """The template of its value."""
        value = HOLE if self.template is None else self.template.partition("=")[2]
        match self.argument.value, _CHOICE.fullmatch(value):
            case ast.Constant(value=bool(is_so)), re.Match() as choice:
                # force_reload=False
                return str(choice[1] if is_so else choice[2])
        return value

    def edits(self, work: Work) -> list[Edit]:
        """Return the edits that write it."""
        if self.template is None:
            return []
        start = end = self.argument.start
        name = f"{self.name}="
        if self.argument.is_named:
            end += len(self.argument.name.encode())
            name = self.name
        value = work.around(self.argument.value, self.value)
        return [Edit(start=start, end=end, text=name.encode()), *value]


def _meant(call: ast.Call, kept: Sequence[_Planned], added: Sequence[str]) -> ast.Call:
    new = [
        ast.keyword(arg=name, value=filled(value, ast.Constant(value=None)))
        for name, _, value in (text.partition("=") for text in added)
    ]
    return ast.Call(
        func=call.func,
        args=[one.argument.value for one in kept if not one.name],
        keywords=[
            *(
                ast.keyword(arg=one.name, value=filled(one.value, one.argument.value))
                for one in kept
                if one.name
            ),
            *new,
        ],
    )


def _dropped(plan: Sequence[_Planned]) -> Iterator[Edit]:
    """Yield the edits that delete arguments, each with one comma."""
    for index, one in enumerate(plan):
        if one.template != "":
            continue
        start, end = one.argument.start, one.argument.end
        if index + 1 < len(plan):
            end = plan[index + 1].argument.start
        kept = [other for other in plan[:index] if other.template != ""]
        if all(other.template == "" for other in plan[index:]) and kept:
            # f(a, b)  ->  f(a)
            start = plan[index - 1].argument.end
            end = one.argument.end
        yield Edit(start=start, end=end, text=b"")


def _added(
    call: ast.Call, last: Argument | None, texts: Sequence[str], source: Source
) -> list[Edit]:
    """Return the edits that add arguments behind the last one, in its layout."""
    stop = source.end(call)
    text = ", ".join(texts).encode()
    if last is None:
        return [Edit(start=stop - 1, end=stop - 1, text=text)]
    if last.end == stop:
        # f(x for x in y)
        return [
            Edit(start=last.start, end=last.start, text=b"("),
            Edit(start=stop, end=stop, text=b", " + text + b")"),
        ]
    gap = _gap(source, last.end, stop - 1)
    line = source.line_start(last.start)
    indent = source.code[line : last.start]
    if b"\n" not in gap.replace(b"\r", b"\n") or indent.strip():
        return [Edit(start=last.end, end=last.end, text=b", " + text)]
    newline = source.newline_after(last.end)
    comma = gap.find(b",")
    end = source.line_end(last.end)
    lines = b"".join(newline + indent + each.encode() + b"," for each in texts)
    if comma >= 0:
        end = source.line_end(last.end + comma)
        if end >= stop:
            # f(a
            #   , )
            at = last.end + comma + 1
            return [Edit(start=at, end=at, text=b" " + text)]
        return [Edit(start=end, end=end, text=lines)]
    return [
        Edit(start=last.end, end=last.end, text=b","),
        Edit(start=end, end=end, text=lines[:-1]),
    ]
