"""The order of the steps: files in, what became of them out."""

from __future__ import annotations

import os
from dataclasses import replace
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING

from dr_refit.codemod import pool
from dr_refit.codemod.formats import SUFFIXES
from dr_refit.codemod.identity import together
from dr_refit.codemod.prove import Options, Prover
from dr_refit.codemod.result import NOTHING, FileResult, Manifests, Report, Run
from dr_refit.codemod.settle import change_of, settle
from dr_refit.findings import WHOLE_FILE
from dr_refit.project.local import Retired
from dr_refit.project.survey import Project, survey
from dr_refit.tree.model import ChangeSet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from dr_refit.codemod.prove import Proved
    from dr_refit.errors import FileRefused
    from dr_refit.findings import Finding
    from dr_refit.migration.table import MoveTable
    from dr_refit.tree.discover import File
    from dr_refit.tree.model import Tree


def run(
    tree: Tree,
    files: Sequence[File],
    table: MoveTable,
    options: Options,
    *,
    before_write: Callable[[], None] = lambda: None,
    on_progress: Callable[[int], None] = lambda _: None,
) -> Report:
    """Rewrite files, and say what became of them.

    Nothing is written before the change of every file is proved; then `before_write`
    is called, if anything is.
    """
    project = project_of(tree, table, options)
    proved = prove_all(project, files, table, options, on_progress)
    change, findings = _ordered(change_of(proved), project, options)
    code = {one.path: one for one in change.rewrites}

    def results_of(refused: Mapping[str, FileRefused]) -> list[FileResult]:
        return [
            _not_written(path, one, refused[path])
            if path in refused
            else one.result._replace(
                findings=one.result.findings + findings.get(path, ())
            )
            for path, one in proved.items()
            if one.result is not None
        ]

    def manifests_of(refused: Mapping[str, FileRefused]) -> Manifests:
        rewrites = {path: one for path, one in code.items() if path not in refused}
        run = Run(project, table, files, results_of(refused), rewrites)
        return _manifests(run, options)

    def report(refused: Mapping[str, FileRefused], manifests: Manifests) -> Report:
        results = results_of(refused)
        results += [
            FileResult(path=one.path, findings=(refused[one.path].finding,))
            if one.path in refused
            else one
            for one in manifests.results
        ]
        results = [
            one if one.path in refused else one._replace(diff=diffs.get(one.path, ""))
            for one in sorted(results, key=attrgetter("path"))
        ]
        left = {name for one in results for name in one.left}
        needed = {m.distribution for m in table.migrations if m.id in left}
        return Report(
            results=(*_of_settings(tree, options), *_said_once(results)),
            looked_at=len(files),
            dry=options.dry,
            add=manifests.add,
            drop=tuple(one for one in manifests.drop if one not in needed),
        )

    # All that can fail on reading is read before the first file is written.
    manifests = manifests_of({})
    every = code | {one.path: one for one in manifests.rewrites}
    change = replace(change, rewrites=tuple(every.values()))
    diffs = _diffs(change, tree) if options.diff else {}
    planned = report({}, manifests)
    if not change or options.dry:
        return planned
    before_write()
    refused = tree.apply(replace(change, rewrites=tuple(every[path] for path in code)))
    if refused:
        # What was not written needs still what it needed.
        manifests = manifests_of(refused)
    rest = [one for one in manifests.rewrites if one.path not in code]
    refused = {**refused, **tree.apply(ChangeSet(rewrites=tuple(rest)))}
    return report(refused, manifests) if refused else planned


def prove_all(
    project: Project,
    files: Sequence[File],
    table: MoveTable,
    options: Options,
    on_progress: Callable[[int], None] = lambda _: None,
) -> dict[str, Proved]:
    """Return what becomes of files by path, in order; nothing is written."""
    prover = Prover(project, table, options)
    found = pool.map_unordered(
        prover,
        files,
        jobs=options.jobs,
        size=lambda file: project.tree.size(file.path),
        on_crash=prover.died,
        on_progress=on_progress,
    )
    each = {files[at].path: one for at, one in sorted(found, key=itemgetter(0))}
    # From a text, and by one, nothing is taken.
    code = [file for file in files if file.path.endswith(SUFFIXES)]
    return together(prover, settle(prover, code, each))


def _manifests(run: Run, options: Options) -> Manifests:
    """Return what the change of the files means for the manifests."""
    named = any(migration.distribution for migration in run.table.migrations)
    moved = any(one.moved if named else one.needs for one in run.results)
    # --move knows of no distribution.
    if not moved:
        return NOTHING
    from dr_refit.codemod.manifests.step import rewrite

    alone = options.alone or "manifests" not in options.settings.kinds
    return rewrite(run, options.settings, alone=alone)


def project_of(tree: Tree, table: MoveTable, options: Options) -> Project:
    """Return what is known of the project that is rewritten."""
    # What is named by --move is meant, whatever is called so.
    retired = {
        name: Retired(table.submodules(name), migration.distribution)
        for migration in table.migrations
        for name in migration.retired
    }
    settings = options.settings
    return survey(tree, settings.root, retired, options.others, settings)


def _said_once(results: Iterable[FileResult]) -> Iterator[FileResult]:
    """Leave out what holds everywhere, but for the first place."""
    said: set[Finding] = set()
    for result in results:
        fresh = []
        for finding in result.findings:
            general = finding._replace(position=WHOLE_FILE, kind="imports")
            if not finding.everywhere or general not in said:
                fresh.append(finding)
                said.add(general)
        yield result._replace(findings=tuple(fresh))


def _of_settings(tree: Tree, options: Options) -> Iterator[FileResult]:
    settings = options.settings
    if settings.findings:
        path = os.path.relpath(settings.path, tree.resolve("") or ".")
        yield FileResult(path=path, findings=settings.findings)


def _ordered(
    change: ChangeSet, project: Project, options: Options
) -> tuple[ChangeSet, Mapping[str, tuple[Finding, ...]]]:
    """Sort the imports of the files of a change, where their project asks for it.

    Return what there is to report as well, by path.
    """
    if not (options.settings.sort and change.rewrites):
        return change, {}
    from dr_refit.codemod.order import order

    found = {
        one.path: one for one in order(project.tree, change.rewrites, options.jobs)
    }
    sorted_ = {path: one.rewrite for path, one in found.items() if one.rewrite}
    rewrites = tuple(sorted_.get(one.path, one) for one in change.rewrites)
    findings = {
        path: (one.finding,)
        for path, one in found.items()
        if one.finding and one.finding.code not in project.ignored(path)
    }
    return replace(change, rewrites=rewrites), findings


def _diffs(change: ChangeSet, tree: Tree) -> Mapping[str, str]:
    from dr_refit.codemod.diff import unified

    diffs = {}
    for rewrite in change.rewrites:
        try:
            old = tree.read(rewrite.path)
        except OSError:
            continue
        diffs[rewrite.path] = unified(rewrite.path, old, rewrite.of(old))
    return diffs


def _not_written(path: str, proved: Proved, error: FileRefused) -> FileResult:
    return FileResult(path=path, findings=(error.finding,), left=proved.mentioned)
