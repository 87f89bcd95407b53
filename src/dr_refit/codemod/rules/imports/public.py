"""What typed modules hand on by `a as a`, where it has another name now.

To type checkers `a as a` is public, and `b as a` is not:

from old import a as a  ->  from new import b

                            a = b
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.codemod.rules.imports.layout import OwnLines, position
from dr_refit.python.edits import Edit
from dr_refit.python.words import word_pattern

if TYPE_CHECKING:
    import ast
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from dr_refit.codemod.rules.imports.decision import AliasChange
    from dr_refit.codemod.rules.model import Project, View
    from dr_refit.python.facts import Facts
    from dr_refit.python.imports import Import, ImportAlias


def keep_public(
    changes: Mapping[ImportAlias, AliasChange], view: View, project: Project
) -> dict[ImportAlias, AliasChange]:
    """Assign what is renamed to the name that others have it by."""
    result = dict(changes)
    facts = view.facts
    renamed = [
        (alias, new)
        for alias, change in changes.items()
        if alias.is_public
        for new in change.new
        if new.local == alias.local != (new.name or new.module)
    ]
    if not renamed or not project.is_typed(facts.source.path):
        return result
    names: dict[tuple[str, str], str] = {}
    for alias, new in renamed:
        if alias.local in view.scopes.exported:
            # __all__ = ["a"]
            continue
        key = new.module, new.name
        if key not in names:
            names[key] = _unused(new, facts, names.values())
        change, name = result[alias], names[key]
        own = new._replace(local="" if name == (new.name or new.module) else name)
        others = tuple(own if one == new else one for one in change.new)
        result[alias] = change._replace(new=others, public=name)
    return result


def _unused(new: Import, facts: Facts, taken: Collection[str]) -> str:
    """Return a name for what is imported that the file does not hold."""
    code = facts.source.code
    name = new.name or new.module
    if "." in name:
        # import a.b  binds `a`.
        name = f"_{name.replace('.', '_')}"
    while name in taken or word_pattern(name).search(code) or facts.mentions(name):
        name = f"_{name}"
    return name


def assignments(
    facts: Facts, changes: Mapping[ImportAlias, AliasChange], gone: Collection[ast.stmt]
) -> Iterator[Edit]:
    """Yield the edits that write the assignments, each below its run of imports.

    `gone`: the statements of which nothing is left.
    """
    for run in facts.runs:
        texts = _texts(run, changes)
        if not texts:
            continue
        last = next(one for one in reversed(run) if one.statement not in gone)
        at = position(facts.source, last.statement)
        if isinstance(at, OwnLines):
            lines = [at.newline + at.indent + text for text in texts]
            end, text = at.stop, "".join(lines if at.indent else [at.newline, *lines])
        else:
            end, text = at.end, "".join(f"; {text}" for text in texts)
        yield Edit(start=end, end=end, text=text.encode())


def _texts(
    run: Iterable[ImportAlias], changes: Mapping[ImportAlias, AliasChange]
) -> list[str]:
    texts = [
        f"{alias.local} = {changes[alias].public}"
        for alias in run
        if alias in changes and changes[alias].public
    ]
    return [*dict.fromkeys(texts)]
