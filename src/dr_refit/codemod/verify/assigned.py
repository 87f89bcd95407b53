"""Imports that are assigned to the name that others have them by.

    from new import b
    a = b

means what `from new import b as a` means, where nothing else refers to `b`.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from dr_refit.codemod.verify.refusal import refusal
from dr_refit.python.edits import Edit, apply
from dr_refit.python.source import Source

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from dr_refit.python.facts import Facts
    from dr_refit.python.imports import ImportAlias


def as_imports(old: Facts, new: Facts) -> Facts:
    """Return the new side where `import a as a` of the old one is an import again."""
    now = {alias.local for alias in new.imports}
    public = {alias.local for alias in old.imports if alias.is_public} - now
    if not public:
        return new
    edits: list[Edit] = []
    names: dict[ImportAlias, list[str]] = defaultdict(list)
    for run in new.runs:
        for before, statement, local, alias in _assigned(run, public):
            edits.append(_without(new.source, before, statement))
            names[alias].append(local)
    if not names:
        return new
    _check_unused(new, names)
    for alias, locals_ in names.items():
        start, end = new.source.start(alias.alias), new.source.end(alias.alias)
        text = ", ".join(f"{alias.alias.name} as {local}" for local in locals_)
        edits.append(Edit(start=start, end=end, text=text.encode()))
    code = apply(new.source.code, sorted(edits))
    return replace(new, source=Source.of_code(new.source.path, code))


def _assigned(
    run: Sequence[ImportAlias], public: Collection[str]
) -> Iterator[tuple[ast.stmt, ast.stmt, str, ImportAlias]]:
    """Yield the assignments below a run of imports: what is before one, and to what."""
    imported = {alias.local: alias for alias in run}
    body = run[-1].block.body
    before: ast.stmt = run[-1].statement
    for statement in body[body.index(before) + 1 :]:
        match statement:
            case ast.Assign(targets=[ast.Name(id=local)], value=ast.Name(id=name)) if (
                local in public and name in imported
            ):
                yield before, statement, local, imported[name]
                before = statement
            case _:
                return


def _without(source: Source, before: ast.stmt, statement: ast.stmt) -> Edit:
    start, end = source.start(statement), source.end(statement)
    if source.starts_line(start):
        line, stop = source.line_start(start), source.line_end(end)
        return Edit(start=line, end=stop + len(source.newline_after(stop)), text=b"")
    return Edit(start=source.end(before), end=end, text=b"")


def _check_unused(new: Facts, names: Mapping[ImportAlias, Sequence[str]]) -> None:
    """Refuse what refers to an imported name beside the assignments."""
    expected: dict[str, int] = defaultdict(int)
    for alias, locals_ in names.items():
        expected[alias.local] += len(locals_)
    for alias in new.imports:
        if alias.local in expected and alias not in names:
            raise refusal(f"`{alias.local}` would be bound twice", alias.statement)
    for scope in (scopes := new.whole_scopes(expected)).all:
        for name in expected:
            if name in scope.bound or name in scope.declared:
                raise refusal(f"`{name}` would be bound twice")
    for reference in scopes.references:
        expected[reference.name.id] -= 1
    if any(expected.values()) or scopes.exported & expected.keys():
        raise refusal("a name would be public, and used under another name")
