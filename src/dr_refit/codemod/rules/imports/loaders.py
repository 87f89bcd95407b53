"""Which imports of a name load what is reached through it."""

from __future__ import annotations

import ast
from bisect import bisect_left
from collections import defaultdict
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING

from dr_refit.names import prefixes, root
from dr_refit.python.loads import as_import, loaded
from dr_refit.python.nodes import walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dr_refit.codemod.rules.imports.bindings import ImportBinding
    from dr_refit.codemod.rules.imports.uses import MovingUse
    from dr_refit.python.facts import Facts
    from dr_refit.python.imports import ImportAlias
    from dr_refit.python.source import Source

#: What is loaded -> the imports that load it, with where they start.
type Loading = Mapping[str, list[tuple[int, ImportAlias]]]
#: The first so many imports that load something. As lists they would take the square of
#: what a file holds.
type Loaders = tuple[str, int]


def loading_of(binding: ImportBinding, source: Source) -> Loading:
    """Return what the imports of a name load."""
    loading: dict[str, list[tuple[int, ImportAlias]]] = defaultdict(list)
    starts = {alias: source.start(alias.statement) for alias in binding.aliases}
    for alias in sorted(binding.aliases, key=starts.__getitem__):
        for prefix in prefixes(alias.target):
            loading[prefix].append((starts[alias], alias))
    return loading


def loaders_of(
    binding: ImportBinding, loading: Loading, use: MovingUse, facts: Facts
) -> Loaders:
    """Return the imports that load what a use reaches for; none: not surely any."""
    reference, source = use.reference, facts.source
    for_types = reference.for_types
    at = 0 if for_types else source.start(reference.name)
    in_order = not for_types and reference.scope is binding.scope
    closest = _closest(loading, use.dotted, at if in_order else None)
    start = next((start for start, _ in loading.get(closest[0], ())), at)
    if not for_types and at < start and calls_between(source, at, start):
        # import a    def f(): a.b.c()    f()    import a.b
        closest = _closest(loading, use.dotted, at)
    if (
        for_types
        or not any(alias.block.unconditional for alias in binding.aliases)
        or any(alias.block.unconditional for alias in aliases_of(loading, closest))
    ):
        return closest
    # if a: import u.win  does not load what is used elsewhere.
    for alias in aliases_of(loading, closest):
        body = alias.block.body
        if source.start(body[0]) <= at < source.end(body[-1]):
            return closest
    if any(_is_sure(other, closest[0], at, source) for other in facts.imports):
        # import a, a.b as c; if d: import a.b    a.b.f()
        named = loading[root(use.dotted)]
        sure = [alias.block.unconditional for _, alias in named].index(True)
        return root(use.dotted), sure + 1
    return "", 0


def _is_sure(alias: ImportAlias, module: str, at: int, source: Source) -> bool:
    """Return whether an import of the file itself surely loads a module before `at`."""
    return (
        alias.block.unconditional
        and alias.block.scope is None
        and source.start(alias.statement) < at
        and module in loaded(as_import(alias))
    )


def calls_between(source: Source, start: int, end: int) -> bool:
    """Return whether the module calls something between two places."""
    return any(
        isinstance(node, ast.Call)
        for statement in source.tree.body
        if start < source.start(statement) < end
        and not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in walk(statement)
    )


def _closest(loading: Loading, dotted: str, at: int | None) -> Loaders:
    """Return the imports that load most of a dotted name; if possible before `at`."""
    for before in (at, None):
        for prefix in prefixes(dotted):
            found = loading.get(prefix, [])
            count = len(found)
            if before is not None:
                count = bisect_left(found, before, key=itemgetter(0))
            if count:
                return prefix, count
    return "", 0


def aliases_of(loading: Loading, loaders: Loaders) -> Iterator[ImportAlias]:
    """Yield the imports that are meant."""
    name, count = loaders
    return (alias for _, alias in islice(loading.get(name, ()), count))
