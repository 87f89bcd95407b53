"""The order of the steps: files in, what became of them out."""

from __future__ import annotations

import os
from contextlib import suppress
from operator import itemgetter
from typing import TYPE_CHECKING

from dr_refit.codemod import pool
from dr_refit.codemod.formats import is_code
from dr_refit.codemod.identity import together
from dr_refit.codemod.installing import installing
from dr_refit.codemod.prove import Options, Prover
from dr_refit.codemod.result import NOTHING, FileResult, Manifests, Report, Run, merged
from dr_refit.codemod.settle import change_of, settle
from dr_refit.findings import WHOLE_FILE
from dr_refit.project.local import Retired
from dr_refit.project.survey import Project, survey
from dr_refit.tree.model import ChangeSet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from dr_refit.codemod.result import Proved
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
    planned = plan(tree, files, table, options, on_progress)
    if options.dry or not planned.change:
        return planned.report()
    before_write()
    if barred := tree.barred(planned.code):
        # What is promised holds for files that stay as they are.
        planned = planned.without(barred)
    # Once the code is written, nothing in it tells what the manifests need.
    with tree.promised(planned.rest, after=planned.code):
        refused = tree.apply(planned.code)
        if refused:
            # What was not written needs still what it needed.
            planned = planned.without({**barred, **refused})
        refused = {**barred, **refused, **tree.apply(planned.rest)}
    return planned.report(refused)


def plan(
    tree: Tree,
    files: Sequence[File],
    table: MoveTable,
    options: Options,
    on_progress: Callable[[int], None] = lambda _: None,
) -> Planned:
    """Work out the change of files and manifests; nothing is written."""
    project = project_of(tree, table, options)
    seen = table.of(project)
    proved = prove_all(project, files, seen, options, on_progress)
    change, findings = _ordered(change_of(proved), project, options)
    results = {
        path: one.result._replace(findings=one.result.findings + findings.get(path, ()))
        for path, one in proved.items()
        if one.result is not None
    }
    mentioned = {path: one.mentioned for path, one in proved.items()}
    code = {one.path: one for one in change.rewrites}
    marked = frozenset(path for path, one in proved.items() if one.seen.marked)
    run = Run(project, table, seen, files, [*results.values()], code, marked)
    if project.owner in table.index.distributions:
        from dr_refit.codemod.own_texts import with_own_texts  # rarely needed

        run = run._replace(results=with_own_texts(run))
    # All that can fail on reading is read before the first file is written.
    return Planned(run, options, mentioned, _manifests(run, options))


class Planned:
    """The change of a run, before any of it is made."""

    def __init__(
        self,
        run: Run,
        options: Options,
        mentioned: Mapping[str, frozenset[str]],
        manifests: Manifests,
        diffs: Mapping[str, str] | None = None,
    ) -> None:
        self._run = run
        self._options = options
        #: By path, the migrations that are left where a file stays as it is.
        self._mentioned = mentioned
        self._manifests = manifests
        if diffs is None:
            diffs = _diffs(self.change, run.project.tree) if options.diff else {}
        self._diffs = diffs

    @property
    def code(self) -> ChangeSet:
        """The change of the files, what it means for manifests in them included."""
        code = self._run.rewrites
        every = {**code, **{one.path: one for one in self._manifests.rewrites}}
        return ChangeSet(rewrites=tuple(every[path] for path in code))

    @property
    def rest(self) -> ChangeSet:
        """The change of all other manifests."""
        code = self._run.rewrites
        rest = (one for one in self._manifests.rewrites if one.path not in code)
        return ChangeSet(rewrites=tuple(rest))

    @property
    def change(self) -> ChangeSet:
        """The change of all."""
        return ChangeSet(rewrites=self.code.rewrites + self.rest.rewrites)

    def without(self, refused: Mapping[str, FileRefused]) -> Planned:
        """Return what there is to change where files could not be written."""
        results = [
            _refused(one.path, refused, self._mentioned[one.path])
            if one.path in refused
            else one
            for one in self._run.results
        ]
        code = {p: one for p, one in self._run.rewrites.items() if p not in refused}
        run = self._run._replace(results=results, rewrites=code)
        manifests = _manifests(run, self._options)
        return Planned(run, self._options, self._mentioned, manifests, self._diffs)

    def report(self, refused: Mapping[str, FileRefused] = {}) -> Report:
        """Return what became of all files, some of which could not be written."""
        every = [*self._run.results, *self._manifests.results]
        results = [
            _refused(one.path, refused, one.left)
            if one.path in refused
            else one._replace(diff=self._diffs.get(one.path, ""))
            for one in merged(every)
        ]
        tree, table = self._run.project.tree, self._run.table
        left = {name for one in results for name in one.left}
        needed = {m.distribution for m in table.migrations if m.id in left}
        return Report(
            results=(*_of_settings(tree, self._options), *_said_once(results)),
            looked_at=len(self._run.files),
            dry=self._options.dry,
            add=self._manifests.add,
            drop=tuple(one for one in self._manifests.drop if one not in needed),
            commands=self._manifests.commands,
            unasked=tuple(
                m.id
                for m in table.migrations
                if m.values and not m.renames_values
                if any(m.id in {*one.left, *one.moved} for one in results)
            ),
        )


def prove_all(
    project: Project,
    files: Sequence[File],
    table: MoveTable,
    options: Options,
    on_progress: Callable[[int], None] = lambda _: None,
) -> dict[str, Proved]:
    """Return what becomes of files by path, in order, as the project sees a table."""
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
    code = [file for file in files if is_code(file.path)]
    done = together(prover, settle(prover, code, each))
    if prover.table.index.called and project.wants("calls"):
        # Rarely needed.
        from dr_refit.codemod.mocked import with_mocks

        done = with_mocks(prover, code, done)
    return done | installing(prover, files, done)


def _refused(
    path: str, refused: Mapping[str, FileRefused], left: frozenset[str]
) -> FileResult:
    return FileResult(path=path, findings=(refused[path].finding,), left=left)


def _manifests(run: Run, options: Options) -> Manifests:
    """Return what the change of the files means for the manifests."""
    named = any(one.distribution for one in run.table.migrations)
    alone = options.alone or "manifests" not in options.settings.kinds
    if not any(one.moved if named else one.needs for one in run.results):
        if alone:
            return NOTHING
        from dr_refit.codemod.manifests.declaring import declaring

        # An earlier run, or a person, may have left manifests as they were.
        if not options.resolve and not declaring(run):
            return NOTHING
    from dr_refit.codemod.manifests.step import rewrite

    return rewrite(run, options.settings, alone=alone, resolve=options.resolve)


def project_of(tree: Tree, table: MoveTable, options: Options) -> Project:
    """Return what is known of the project that is rewritten."""
    # What is named by --move is meant, whatever is called so.
    retired = {
        name: Retired(table.submodules(name), migration.distribution)
        for migration in table.migrations
        for name in migration.retired
    }
    settings = options.settings
    project = survey(tree, settings.root, retired, options.others, settings)
    project.renaming = options.renaming
    return project


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
    return change._replace(rewrites=rewrites), findings


def _diffs(change: ChangeSet, tree: Tree) -> Mapping[str, str]:
    from dr_refit.codemod.diff import unified

    diffs = {}
    for rewrite in change.rewrites:
        with suppress(OSError):
            old = tree.read(rewrite.path)
            diffs[rewrite.path] = unified(rewrite.path, old, rewrite.of(old))
    return diffs
