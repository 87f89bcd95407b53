"""The changes of all files as one, before any of them is made.

What a module imports others may take from it: what moved is followed in those, and a
name that one of them takes all the same stays.
"""

from __future__ import annotations

import os
import re
from operator import itemgetter
from typing import TYPE_CHECKING

from dr_refit.codemod import pool
from dr_refit.codemod.hiding import hidden_by_stars, starring
from dr_refit.codemod.inside import inside
from dr_refit.codemod.mapped import map_files, plain_code
from dr_refit.codemod.modules import Modules
from dr_refit.codemod.passing import passing
from dr_refit.codemod.result import Again, Proved
from dr_refit.codemod.seekers import Read, Seekers, demanded, handing
from dr_refit.names import leaf
from dr_refit.project.outside import Outside
from dr_refit.python.likely import seem_imported
from dr_refit.records import NamedTuple
from dr_refit.tree.discover import discover
from dr_refit.tree.model import ChangeSet, content

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from dr_refit.codemod.prove import Prover
    from dr_refit.codemod.seekers import Files, Names
    from dr_refit.codemod.take import Take
    from dr_refit.codemod.taking import Taking
    from dr_refit.findings import Finding
    from dr_refit.tree.discover import File

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
    others = _around(prover, run, proved)
    modules = Modules(run | others)
    read = Read(prover, modules)
    if prover.leaves is None:
        hands, hints = handing(prover, others, proved)
    else:
        hands, hints = demanded(read, proved)
    found = passing(read, run, proved, hints)
    if found.files:
        table = prover.table.through({}, found.modules)
        prover = prover.of(prover.project, table)
        proved = _renewed(prover, [Again(one, {}) for one in found.files], proved)
    if open_ := _imported(prover, modules, proved):
        asked = [Again(run[path], {}, Outside(taken=frozenset("*"))) for path in open_]
        proved = _renewed(prover, asked, proved)
    stars = starring(prover.project.tree, others, proved)
    if hiding := hidden_by_stars(prover, modules, stars, proved):
        known_of = {path: Outside(avoided=names) for path, names in hiding.items()}
        prover = prover.of(prover.project.with_outside(known_of), prover.table)
        proved = _renewed(prover, [Again(run[at], {}) for at in hiding], proved)
    settled, lost = dict(proved), _lost(proved)
    handed = _joined(hands, found.hands)
    hands = _joined(handed, found.packages)
    seekers = Seekers(read, hints, proved)
    bypassed = seekers.replaced(
        {path: one.bypassed for path, one in proved.items() if one.bypassed}
    )
    known = _Known({}, {})
    while names := _joined(hands, also := _joined(lost, bypassed)):
        sought = handed if prover.leaves is None else found.hands
        seekers.search(_joined(sought, lost), lost)
        seekers.search(found.packages, lost, everywhere=False)
        passed = inside(read, found.binds, hints, lost)
        takers, take = seekers.read(names, also, passed)
        if not takers:
            break
        # Loaded where names are handed on.
        from dr_refit.codemod.taking import Taking

        tree, table = prover.project.tree, prover.table
        taking = Taking(tree, table, modules, hands, passed, takers)
        settled, known = _followed(prover, run, taking, proved)
        before, lost = lost, _joined(lost, _lost(settled))
        if lost == before:
            _keep(prover, taking, take, settled, known)
            break
    _load(read, run, settled, known)
    return dict(sorted(settled.items()))


def _around(
    prover: Prover, run: Files, proved: Mapping[str, Proved]
) -> dict[str, File]:
    """Return the other files of the project, where the run has not all of them."""
    beyond, tree = prover.options.beyond, prover.project.tree
    if not beyond:
        return {}
    few = run if len(run) < _FEW else ()
    leaves = {leaf(name).encode() for name in prover.table.names}
    if not proved and not any(
        one in data for path in few for data in [content(tree, path)] for one in leaves
    ):
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


def _imported(
    prover: Prover, modules: Modules, proved: Mapping[str, Proved]
) -> list[str]:
    """List the files that import no longer all of a module, and are imported."""
    lost = {
        path: modules.files[path] for path, one in proved.items() if "*" in one.lost
    }
    if not lost or prover.options.alone:
        return [*lost]
    stems = {file.stem for file in lost.values()}
    anyone = "|".join(map(re.escape, sorted(stems)))
    # import_module("p.compat")
    quoted = re.compile(rf"[\"'.]({anyone})[\"'.:]".encode())

    def named(file: File) -> frozenset[str] | None:
        data = plain_code(prover.project.tree, file)
        found = {one.decode() for one in quoted.findall(data)}
        found |= {
            part
            for _, module, name, _ in seem_imported(data, file.likely_package)
            for part in f"{module}.{name}".split(".")
        }
        return frozenset(found & stems) or None

    imported = map_files(prover, named, [*modules.files.values()])
    every = frozenset().union(*imported.values())
    return [path for path, file in lost.items() if file.stem in every]


class _Known(NamedTuple):
    """What is known of files beside what they hold, by their paths."""

    #: How they were looked at, where others matter.
    asked: dict[str, Again]
    #: What there is to report of what they take.
    told: dict[str, tuple[Finding, ...]]

    def again(
        self, prover: Prover, asked: Sequence[Again], proved: Mapping[str, Proved]
    ) -> dict[str, Proved]:
        """Rewrite files again, now that more is known."""
        self.asked.update((one.path, one) for one in asked)
        return {
            path: prover.with_findings(one, path, self.told.get(path, ()))
            for path, one in _again(prover, asked, proved).items()
        }

    def of(self, run: Files, path: str) -> Again:
        """Return how a file was looked at last."""
        return self.asked.get(path, Again(run[path], {}))


def _followed(
    prover: Prover, run: Files, taking: Taking, proved: Mapping[str, Proved]
) -> tuple[dict[str, Proved], _Known]:
    """Return what becomes of files where those who take what moved are rewritten."""
    asked = {
        path: Again(run[path], names)
        for path in taking.takers
        if path in run and (names := taking.followed(path))
    }
    again = _again(prover, [*asked.values()], proved)
    followed = {path: one for path, one in again.items() if not one.failed}
    settled = {**proved, **followed}
    told = {
        path: findings
        for path in taking.takers.keys() & run.keys()
        if (findings := tuple(taking.findings(path, followed=path in followed)))
    }
    for path, findings in told.items():
        before = settled.get(path, Proved())
        settled[path] = prover.with_findings(before, path, findings)
    return settled, _Known({path: asked[path] for path in followed}, told)


def _keep(
    prover: Prover,
    taking: Taking,
    take: Take,
    settled: dict[str, Proved],
    known: _Known,
) -> None:
    """Rewrite the modules again of which a name is replaced, or taken that they lose.

    What one keeps, it may take from another.
    """
    run = taking.modules.files
    takers = dict(taking.takers)
    settled |= known.again(
        prover,
        [
            known.of(run, path).also(replaced=names)
            for path, names in taking.replaced().items()
            if path in settled and settled[path].rewrite
        ],
        settled,
    )
    changed = [path for path in takers.keys() & settled if settled[path].rewrite]
    kept: Names = {}
    while True:
        for path in changed:
            takers[path] = take.of(run[path], prover.content(settled[path], path))
        taken = taking.taken(_lost(settled), takers)
        more = _joined(kept, taken)
        if more == kept:
            return
        asked = [known.of(run, at).also(taken=more[at]) for at in taken]
        kept, again = more, known.again(prover, asked, settled)
        settled |= again
        changed = [*again.keys() & takers]


def _load(read: Read, run: Files, settled: dict[str, Proved], known: _Known) -> None:
    """Rewrite the files again that have to load what others reach."""
    if not any(one.unloaded for one in settled.values()):
        return
    from dr_refit.codemod.unloaded import unloaded

    needed, prover = unloaded(read, run, settled), read.prover
    asked = [
        known.of(run, path).also(loads=modules)
        for path, modules in sorted(needed.loads.items())
    ]
    settled |= known.again(prover, asked, settled)
    for path in needed.findings.keys() & run.keys():
        before = settled.get(path, Proved())
        settled[path] = prover.with_findings(before, path, needed.findings[path])


def _lost(proved: Mapping[str, Proved]) -> Names:
    each = {path: one.lost - {"*"} for path, one in proved.items()}
    return {path: names for path, names in each.items() if names}


def _joined(one: Names, other: Mapping[str, Collection[str]]) -> Names:
    none: frozenset[str] = frozenset()
    return {
        path: one.get(path, none).union(other.get(path, none))
        for path in one.keys() | other
    }


def _renewed(
    prover: Prover, asked: Sequence[Again], proved: Mapping[str, Proved]
) -> dict[str, Proved]:
    """Return what becomes of all files, some of them rewritten again."""
    return {**proved, **_again(prover, asked, proved)}


def _again(
    prover: Prover, asked: Sequence[Again], proved: Mapping[str, Proved]
) -> dict[str, Proved]:
    """Rewrite files again, now that more is known."""
    found = pool.map_unordered(
        prover.again,
        asked,
        jobs=prover.options.jobs,
        size=lambda item: prover.project.tree.size(item.path),
        on_crash=lambda item: prover.died(item.file),
        on_progress=lambda _: None,
    )
    # In the order of the items, whatever process was first.
    results = [result for _, result in sorted(found, key=itemgetter(0))]
    return {
        one.path: result._replace(seen=proved.get(one.path, Proved()).seen)
        for one, result in zip(asked, results, strict=True)
    }
