"""Mocks of what changed: they return what it returned, or expect its old calls."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from dr_refit.codemod.formats import read
from dr_refit.codemod.result import Proved
from dr_refit.codes import Code
from dr_refit.errors import FileRefused
from dr_refit.findings import Finding
from dr_refit.names import is_under, leaf, parent
from dr_refit.python.annotations import last_name
from dr_refit.python.facts import Facts
from dr_refit.python.likely import seem_bound
from dr_refit.python.mocks import mocks
from dr_refit.python.nodes import walk
from dr_refit.records import NamedTuple
from dr_refit.tree.model import content

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dr_refit.codemod.prove import Prover
    from dr_refit.migration.calls import CallRule
    from dr_refit.python.mocks import Mock
    from dr_refit.tree.discover import File

_MAKERS = (b"patch", b"setattr")


def with_mocks(
    prover: Prover, files: Sequence[File], proved: Mapping[str, Proved]
) -> dict[str, Proved]:
    """Return what becomes of files, with what is left at their mocks.

    A module's own name for what changed is mocked in files that name no package.
    """
    settled = dict(proved)
    means = _means(prover, files, proved)
    leaves = {re.escape(leaf(one)) for name in means for one in (name, parent(name))}
    quoted = "|".join(sorted(leaves))
    names = re.compile(rf"['\"](?:[\w.]+\.)?(?:{quoted})['\"]".encode())
    for file in files if means else ():
        data = content(prover.project.tree, file.path)
        if not (_makes(data) and names.search(data)):
            continue
        findings = [*_of_file(data, file, means, prover)]
        if findings:
            before = settled.get(file.path, Proved())
            settled[file.path] = prover.with_findings(before, file.path, findings)
    return dict(sorted(settled.items()))


class _Meant(NamedTuple):
    """What a name means that changed."""

    name: str
    #: The file takes it from its new home already: its new calls may be right as well.
    already: bool = False
    #: Where a module has a name for it.
    path: str = ""


def _means(
    prover: Prover, files: Sequence[File], proved: Mapping[str, Proved]
) -> dict[str, _Meant]:
    """Map the dotted names of what changed, and those that modules have for it."""
    table = prover.table
    changed = {name: _Meant(name) for name in table.index.changed}
    news = {table.new_name(one): _Meant(one, already=True) for one in changed}
    news.pop("", None)
    means: dict[str, _Meant] = {}
    for file in files:
        one = proved.get(file.path)
        if one is None or not (one.rewrite or one.seen.marked):
            continue
        data = content(prover.project.tree, file.path)
        known = changed | news if one.seen.marked else changed
        for local, dotted in seem_bound(data, file.likely_package):
            for name in _reached(dotted, known):
                meant = known[name]._replace(path=file.path)
                rest = local + name[len(dotted) :]
                own = dict.fromkeys((f"{m}.{rest}" for m in file.importable), meant)
                means = {name: known[name]} | own | means
        if _makes(data):
            found = {n: m for n, m in known.items() if leaf(n).encode() in data}
            means = found | means
    return means


def _reached(dotted: str, known: Iterable[str]) -> Iterator[str]:
    """Yield which of some names an import has, or what it has brings."""
    return (name for name in known if is_under(name, dotted))


def _makes(data: bytes) -> bool:
    """Return whether a file may have mocks."""
    return any(one in data for one in _MAKERS)


def _of_file(
    data: bytes, file: File, means: Mapping[str, _Meant], prover: Prover
) -> Iterator[Finding]:
    try:
        document = read(file.path, data)
    except FileRefused:
        return
    for fragment in document.fragments:
        facts = Facts(
            source=fragment.source,
            package=file.likely_package,
            module=file.module,
            namespace=fragment.namespace,
        )
        try:
            found = [*mocks(facts, means.keys())]
        except FileRefused:
            continue
        for mock in found:
            for node, what in _of_mock(mock, means[mock.dotted], prover):
                if fragment.source.ignores(node, Code.BEHAVIOUR_CHANGED):
                    continue
                at = fragment.source.position(fragment.source.start(node))
                at = document.position(fragment, at)
                yield Finding(
                    code=Code.BEHAVIOUR_CHANGED, message=what, position=at, kind="calls"
                )


def _of_mock(
    mock: Mock, meant: _Meant, prover: Prover
) -> Iterator[tuple[ast.expr | ast.arg, str]]:
    """Yield what is left of a mock, and what there is to say of it."""
    name, index = meant.name, prover.table.index
    kind, rule = index.returned.get(name), index.rules.get(name)
    if kind is not None and index.types[kind.name].fields:
        text = index.types[kind.name].text
        what = f"a mock of {name} returns a dict: {text}"
        yield from ((node, what) for node in mock.returned if _has_dict(node))
    if rule is not None and rule.edits:
        for call in mock.asserted:
            given = _given(call, rule)
            lacks = not rule.add.keys() <= given and (
                not meant.already or _all_pass(mock, meant, rule, prover)
            )
            if lacks or given & rule.arguments.keys():
                what = f"{name} is expected to be called as it was: {rule.text}"
                yield call, what
        for node in _old_parameters(mock, rule, already=meant.already):
            yield node, f"a mock of {name} is called as that is now: {rule.text}"


def _old_parameters(
    mock: Mock, rule: CallRule, *, already: bool
) -> Iterator[ast.expr | ast.arg]:
    """Yield where old parameters are named: by stand-ins, or of how one was called.

    `already`: the calls were right before.
    """
    gone = {old for old, new in rule.arguments.items() if not new.startswith(f"{old}=")}
    for fake in mock.fakes:
        every = fake.args
        own = [*every.posonlyargs, *every.args, *every.kwonlyargs]
        yield from (one for one in own if one.arg in gone)
        names = {one.arg for one in own}
        if own and not (already or rule.add.keys() <= names or every.kwarg):
            yield own[0]
    for body in (*mock.fakes, *mock.looks):
        for key in (key for node in walk(body) for key in _keys(node)):
            if isinstance(key, ast.Constant) and key.value in gone:
                yield key


def _keys(node: ast.AST) -> Iterable[ast.expr | None]:
    """Return what something is looked up by, or is made for: a["b"], {"b": 1}."""
    match node:
        case ast.Subscript(slice=key):
            return (key,)
        case ast.Dict(keys=keys):
            return keys
        case ast.Call(func=ast.Attribute(attr="get" | "pop"), args=[key, *_]):
            return (key,)
    return ()


def _given(call: ast.Call, rule: CallRule) -> set[str | None]:
    """Return the parameters for which a call has arguments."""
    return {
        *(word.arg for word in call.keywords),
        *rule.parameters[: len(call.args)],
    }


def _all_pass(mock: Mock, meant: _Meant, rule: CallRule, prover: Prover) -> bool:
    """Return whether each call in the module of a mock has the arguments added."""
    if not meant.path:
        return False
    data = content(prover.project.tree, meant.path)
    try:
        trees = [one.source.tree for one in read(meant.path, data).fragments]
    except FileRefused:
        return False
    calls = [
        node
        for tree in trees
        for node in walk(tree)
        if isinstance(node, ast.Call) and last_name(node.func) == leaf(mock.dotted)
    ]
    return bool(calls) and all(rule.add.keys() <= _given(one, rule) for one in calls)


def _has_dict(node: ast.expr) -> bool:
    """Return whether an expression makes a dict: `{}`, `[{}]`, `dict()`."""
    match node:
        case ast.Dict() | ast.DictComp() | ast.Call(func=ast.Name("dict")):
            return True
        case ast.List(elts=inner) | ast.Tuple(elts=inner):
            return any(map(_has_dict, inner))
    return False
