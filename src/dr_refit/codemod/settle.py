"""The changes of all files as one, before any of them is made.

What a module imports others may take from it: what moved is followed in those, and a
name that one of them takes all the same stays.
"""

from __future__ import annotations

import os
from operator import itemgetter
from typing import TYPE_CHECKING

from dr_refit.codemod import pool
from dr_refit.codemod.handed import Hint
from dr_refit.codemod.prove import Again, Proved
from dr_refit.tree.discover import discover
from dr_refit.tree.model import ChangeSet

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from dr_refit.codemod.prove import Prover
    from dr_refit.codemod.takers import Take, Taker
    from dr_refit.codemod.taking import Taking
    from dr_refit.tree.discover import File

    type Files = Mapping[str, File]


#: So many files are read again to tell whether they may use what moved.
_FEW = 64


def change_of(proved: Mapping[str, Proved]) -> ChangeSet:
    """Return the change that is made of the changes of all files."""
    return ChangeSet(
        rewrites=tuple(one.rewrite for one in proved.values() if one.rewrite)
    )


def settle(
    prover: Prover, files: Sequence[File], proved: Mapping[str, Proved]
) -> dict[str, Proved]:
    """Return what becomes of files, given what became of each by itself.

    Both by path, in order.
    """
    run = {file.path: file for file in files}
    settled = dict(proved)
    every = run | _around(prover, run, proved)
    takes = {path: one.takes for path, one in proved.items() if one.takes}
    lost = _lost(proved)
    hands, hints = _demanded(prover, every, takes)
    if prover.leaves is None:
        others = [file for path, file in every.items() if path not in run]
        hands = {path: one.hands for path, one in proved.items() if one.hands}
        hands |= _map(prover, prover.hands, others, lambda _: frozenset())
    modules = {
        path: {*hands.get(path, ()), *lost.get(path, ())} for path in hands | lost
    }
    if not modules:
        return settled
    sought = modules if prover.leaves is None else lost
    searched = _searched(prover, every, sought, proved)
    hints |= takes
    takers, take = _takers(prover, every, modules, searched, sought, hints)
    if takers:
        # Loaded where names are handed on.
        from dr_refit.codemod.taking import Taking

        involved = {path: every[path] for path in takers | modules}
        taking = Taking(prover.project.tree, prover.table, involved, hands, takers)
        now = takers | _follow(prover, run, taking, take, settled)
        _keep(prover, run, taking, take, now, settled)
    return dict(sorted(settled.items()))


def _demanded(
    prover: Prover, every: Files, takes: Mapping[str, Hint]
) -> tuple[dict[str, frozenset[str]], dict[str, Hint]]:
    """Follow what files take. Return what modules hand on, and take themselves."""
    paths: dict[str, list[str]] = {}
    for path, file in every.items() if takes else ():
        for module in file.importable:
            paths.setdefault(module, []).append(path)
    bound: dict[str, tuple[frozenset[str], Hint]] = {}
    seen: set[tuple[str, str]] = set()
    todo = {one for hint in takes.values() for one in hint.of("*")}
    while todo:
        asked = {
            (path, name) for module, name in todo for path in paths.get(module, ())
        }
        asked -= seen
        seen |= asked
        new = [
            every[path] for path in sorted({path for path, _ in asked} - bound.keys())
        ]
        bound |= _map(prover, prover.bound, new, lambda _: (frozenset(), Hint()))
        todo = {
            one
            for path, name in asked
            if path in bound
            for one in bound[path][1].of(name)
        }
    return (
        {path: hands for path, (hands, _) in bound.items() if hands},
        {path: hint for path, (_, hint) in bound.items()},
    )


def _takers(
    prover: Prover,
    every: Files,
    modules: Mapping[str, Collection[str]],
    searched: Sequence[File],
    sought: Mapping[str, Collection[str]],
    hints: Mapping[str, Hint],
) -> tuple[dict[str, Taker], Take]:
    """Find who takes which of the names of modules, or from those who do.

    Some are known by hints; who takes those that are sought is searched for.
    """
    from dr_refit.codemod.takers import NOTHING, Search, Take, Wanted

    tree = prover.project.tree
    wanted = Wanted((every[path], names) for path, names in sought.items())
    known: frozenset[str] = frozenset()
    found: dict[str, Hint] = {}
    while new := wanted.names - known:
        known |= new
        more = _map(prover, Search(tree, new), searched, lambda _: Hint())
        found |= {path: one.also(found.get(path, Hint())) for path, one in more.items()}
        wanted.hand_on({every[path]: hint for path, hint in found.items()})
    hints = {
        path: found.get(path, Hint()).also(hints.get(path, Hint()))
        for path in sorted(found.keys() | hints)
    }
    wanted = Wanted((every[path], names) for path, names in modules.items())
    wanted.hand_on({every[path]: hint for path, hint in hints.items()})
    take = Take(tree, wanted.names)
    takers = [every[path] for path, hint in hints.items() if wanted.by(hint)]
    return _map(prover, take, takers, lambda _: NOTHING), take


def _around(
    prover: Prover, run: Files, proved: Mapping[str, Proved]
) -> dict[str, File]:
    """Return the other files of the project, where the run has not all of them."""
    beyond, tree = prover.options.beyond, prover.project.tree
    if not beyond:
        return {}
    few = run.values() if len(run) < _FEW else ()
    if not proved and not any(map(prover.may_follow, few)):
        return {}
    known = {tree.resolve(path) for path in run}
    absolute = any(map(os.path.isabs, run))
    here = tree.resolve("")
    return {
        path: file._replace(path=path)
        for file in discover(tree, [beyond])
        if (full := tree.resolve(file.path)) not in known
        for path in [full if absolute else os.path.relpath(full, here)]
    }


def _searched(
    prover: Prover,
    every: Files,
    modules: Mapping[str, Collection[str]],
    proved: Mapping[str, Proved],
) -> list[File]:
    """List the files that may take one of the names from one of the modules."""
    names = {name for each in modules.values() for name in each}
    whole = prover.leaves is None and not prover.options.beyond
    if not whole or not prover.table.roots.issuperset(names):
        return [*every.values()]
    # Who takes it writes the name of a package, or hands on all of a module.
    folders = {os.path.dirname(path) for path in modules}
    return [
        file
        for path, file in every.items()
        if path in proved
        or (file.stem == "__init__" and os.path.dirname(path) in folders)
    ]


def _follow(
    prover: Prover,
    run: Files,
    taking: Taking,
    take: Take,
    settled: dict[str, Proved],
) -> dict[str, Taker]:
    """Rewrite what moved in those who take it. Return what they take then."""
    asked = [
        Again(run[path], names)
        for path in taking.takers
        if path in run and (names := taking.followed(path))
    ]
    again = _map(prover, prover.again, asked, lambda one: prover.died(one.file))
    now = {}
    for path in taking.takers.keys() & run.keys():
        followed = path in again and not again[path].failed
        if followed:
            settled[path] = again[path]
        if path in settled and settled[path].rewrite:
            now[path] = take.of(run[path], prover.content(settled[path], path))
        findings = tuple(taking.findings(path, followed=followed))
        if findings:
            before = settled.get(path, Proved())
            settled[path] = prover.with_findings(before, path, findings)
    return now


def _keep(
    prover: Prover,
    run: Files,
    taking: Taking,
    take: Take,
    takers: dict[str, Taker],
    settled: dict[str, Proved],
) -> None:
    """Rewrite the modules again from which a name is taken that they would lose.

    What one keeps, it may take from another.
    """
    kept: dict[str, frozenset[str]] = {}
    while taken := taking.taken(_lost(settled), takers):
        more = {path: kept.get(path, frozenset()).union(taken[path]) for path in taken}
        kept |= more
        asked = [
            Again(run[path], taking.followed(path), names)
            for path, names in more.items()
        ]
        again = _map(prover, prover.again, asked, lambda one: prover.died(one.file))
        settled |= again
        for path in again.keys() & takers:
            takers[path] = take.of(run[path], prover.content(again[path], path))


def _lost(proved: Mapping[str, Proved]) -> dict[str, frozenset[str]]:
    return {path: one.lost for path, one in proved.items() if one.lost}


def _map[Item: (File, Again), Result](
    prover: Prover,
    function: Callable[[Item], Result | None],
    items: Sequence[Item],
    died: Callable[[Item], Result],
) -> dict[str, Result]:
    """Map the paths of items to the results of those that have one."""
    found = pool.map_unordered(
        function,
        items,
        jobs=prover.options.jobs,
        size=lambda item: prover.project.tree.size(item.path),
        on_crash=died,
        on_progress=lambda _: None,
    )
    # In the order of the items, whatever process was first.
    return {items[at].path: result for at, result in sorted(found, key=itemgetter(0))}
