"""One file, from its bytes to a proved change; nothing is written."""

from __future__ import annotations

import os
from copy import copy
from errno import EFBIG
from typing import TYPE_CHECKING, Never

from dr_refit.codemod.formats import NOT_PYTHON, format_named
from dr_refit.codemod.formats.values import MOST
from dr_refit.codemod.hints import may_hand
from dr_refit.codemod.prefilter import Prefilter
from dr_refit.codemod.result import FileResult, Need, Proved, Seen
from dr_refit.codemod.scan import Scan
from dr_refit.codes import Code
from dr_refit.errors import bug
from dr_refit.findings import Finding
from dr_refit.manifests.script import START
from dr_refit.names import root
from dr_refit.python.likely import seem_starred
from dr_refit.records import NamedTuple
from dr_refit.settings import Settings
from dr_refit.tree.scripts import is_bare, is_script
from dr_refit.tree.splices import rewrite_between

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dr_refit.codemod.formats.model import Format
    from dr_refit.codemod.result import Again
    from dr_refit.codemod.rewrite import Rewritten
    from dr_refit.migration.table import MoveTable
    from dr_refit.project.renaming import Renaming
    from dr_refit.project.survey import Others, Project
    from dr_refit.tree.discover import File


class Options(NamedTuple):
    """What a run is asked for."""

    dry: bool = False
    diff: bool = False
    jobs: int = 1
    settings: Settings = Settings()
    #: Accept all that is said, by comments.
    add_ignore: bool = False
    #: Other repositories, by their packages, in which planned names may be.
    others: Others | None = None
    #: A folder in which the project has other files than those of the run; or empty.
    beyond: str = ""
    #: Ask uv whether what manifests require resolves together.
    resolve: bool = False
    #: Nothing but the one file is written: standard input.
    alone: bool = False
    #: A package of the project that is called otherwise from now on.
    renaming: Renaming | None = None


class Prover:
    """The steps of one file; travels to other processes by fork.

    Its table is the one that the project sees.
    """

    def __init__(self, project: Project, table: MoveTable, options: Options) -> None:
        self.project = project
        self.table = table
        self.options = options
        folder, marks = project.tree.resolve(""), [*self._marking()]
        self._prefilter = Prefilter(self.table, folder, marks)
        self.scan = Scan(self.table, self._prefilter)
        self.leaves = self.scan.leaves

    def __call__(self, file: File) -> Proved | None:
        """Work out the change of one file; None where it names no package."""
        form = format_named(file.path)
        if form and form.kind == "values" and self.project.tree.size(file.path) > MOST:
            # Data, and no settings.
            return None
        try:
            data = self.project.tree.read(file.path)
        except OSError as error:
            code = Code.TOO_LARGE if error.errno == EFBIG else Code.UNREADABLE
            return self._failed(file, code, error.strerror or str(error))
        if form is None or (is_bare(file.path) and not is_script(data)):
            return _untouched(file, Code.NOT_PYTHON, NOT_PYTHON)
        try:
            if form.kind in {"docs", "manifests", "values"}:
                return self._shown(data, file, form)
            plain, known = form.plain(data), self._prefilter
            if known.is_silent(data, file, form):
                reaches = self.scan.reaches(plain)
                return Proved(seen=Seen(reaches=True)) if reaches else None
            named = known.names_root(plain, file)
            seen = self.scan(plain, file, named=named)
            # Few words are in fewer files than the name of a package.
            few = bool(self.leaves)
            if few and not known.names_rule(data, file, form, seen.stars):
                return Proved(seen=seen) if any(seen) else None
            seen = seen._replace(takes=self.scan.taken(plain, file))
            if not (named or known.names_package(data, file, form)) or (
                few and not known.spells_name(data, file, form, seen.stars)
            ):
                return Proved(seen=seen) if any(seen) else None
            seen = seen._replace(hands=self.scan.handed(plain, file))
            if few or known.names_rule(data, file, form, seen.stars):
                proved = self._proved(data, file, self.project, self.table)
                return proved._replace(seen=seen)
            return Proved(seen=seen)
        except Exception as error:  # noqa: BLE001 - a bug stops one file, not the run
            return self._failed(file, Code.CRASHED, bug(error))

    def _marking(self) -> Iterator[str]:
        """Yield what a file that is marked holds, if it is asked for such files."""
        table, options = self.table, self.options
        if table.index.called:
            yield from (root(table.new_name(name)) for name in table.index.changed)
        if "manifests" in options.settings.kinds and not options.alone:
            yield from (root(one.new) for one in table.moves if one.requirement)
            yield START.decode()

    def of(self, project: Project, table: MoveTable) -> Prover:
        """Return the same steps, now that more is known."""
        other = copy(self)
        other.project, other.table = project, table
        return other

    def _shown(self, data: bytes, file: File, form: Format) -> Proved | None:
        """Work out the change of a text, from which no other file takes anything."""
        if not self._prefilter.names_package(data, file, form):
            return None
        stars = seem_starred(form.plain(data), file.likely_package)
        if not self._prefilter.names_rule(data, file, form, stars):
            return None
        proved = self._proved(data, file, self.project, self.table)
        none: frozenset[Never] = frozenset()
        return proved._replace(lost=none, bypassed=none, gained=none, unloaded=none)

    def again(self, asked: Again) -> Proved:
        """Work out the change of a file, now that more is known of the others."""
        file = asked.file._replace(package=asked.file.likely_package)
        try:
            data = self.project.tree.read(file.path)
            avoided = self.project.outside(file.path).avoided
            own = asked.outside._replace(avoided=avoided)
            project = self.project.with_outside({file.path: own})
            table = self.table.through(asked.handed) if asked.handed else self.table
            return self._proved(data, file, project, table)
        except Exception as error:  # noqa: BLE001 - a bug stops one file, not the run
            return self._failed(file, Code.CRASHED, bug(error))

    def hands(self, data: bytes, file: File) -> frozenset[str]:
        """Return the names that others may take from a file, and mean what moved."""
        form = format_named(file.path)
        if form is None or not self._prefilter.names_package(data, file, form):
            return frozenset()
        return may_hand(form.plain(data), file, self.table)

    def content(self, proved: Proved, path: str) -> bytes:
        """Return what a file holds after its change."""
        data = self.project.tree.read(path)
        return proved.rewrite.of(data) if proved.rewrite else data

    def with_findings(
        self, proved: Proved, path: str, findings: Sequence[Finding]
    ) -> Proved:
        """Return the outcome of a file with more to report."""
        codes = self.project.ignored(path)
        result = proved.result or FileResult(path=path)
        more = [finding for finding in findings if finding.code not in codes]
        if not more:
            return proved
        whole = {one.position for one in more if one.code is Code.MODULE_OBJECT_KEPT}
        known = {
            one
            for one in result.findings
            # Its names are used: that says more.
            if one.code is not Code.PACKAGE_OBJECT_KEPT or one.position not in whole
        }
        every = sorted({*known, *more}, key=Finding.order)
        return proved._replace(result=result._replace(findings=tuple(every)))

    def died(self, file: File) -> Proved:
        """Return the outcome of a file on which a process died."""
        message = "the process that read it died: exclude the file"
        return self._failed(file, Code.CRASHED, message)

    def _failed(self, file: File, code: Code, message: str) -> Proved:
        """Return the outcome of a file that may hold whatever migrations move."""
        left = frozenset(migration.id for migration in self.table.migrations)
        return _untouched(file, code, message, left)

    def _proved(
        self, data: bytes, file: File, project: Project, table: MoveTable
    ) -> Proved:
        # ast and all that follows are loaded when the first file needs them.
        if self.options.add_ignore:
            from dr_refit.codemod.accept import rewrite_and_accept as rewrite
        else:
            from dr_refit.codemod.readings import rewrite_file as rewrite

        rewritten = rewrite(data, file, project, table)
        result = self._result(file, data, rewritten)
        if rewritten.data is None:
            said = rewritten.findings or result.left
            return Proved(result=result if said else None, installs=rewritten.installed)
        return Proved(
            result=result,
            installs=rewritten.installed,
            rewrite=rewrite_between(file.path, data, rewritten.data),
            lost=self._lost(file, rewritten.lost),
            bypassed=rewritten.bypassed,
            gained=rewritten.gained,
            unloaded=rewritten.unloaded,
            mentioned=self._mentioned(data),
        )

    def _lost(self, file: File, lost: frozenset[str]) -> frozenset[str]:
        """Return the names that a file would not import any more.

        A module that is called otherwise is none, whether its package comes along or
        not: who asks for it by its old name finds nothing, whatever is done here.
        """
        renaming = self.project.renaming
        if renaming is None or file.stem != "__init__":
            return lost
        beside = os.path.join(os.path.dirname(file.path), "")

        def moves(path: str) -> bool:
            is_there = self.project.tree.kind(path) is not None
            return is_there and renaming.path(path) != path

        return frozenset(
            name
            for name in lost
            if not any(moves(f"{beside}{name}{suffix}") for suffix in ("", ".py"))
        )

    def _result(self, file: File, data: bytes, rewritten: Rewritten) -> FileResult:
        codes = self.project.ignored(file.path)
        return FileResult(
            path=file.path,
            changed=rewritten.data is not None,
            findings=tuple(
                f
                for f in rewritten.findings
                if f.level == "error" or f.code not in codes
            ),
            needs=frozenset(
                Need(one.migration, one.move.requirement, one.move.python or "")
                for one in rewritten.moved
                if one.move.requirement
            )
            if rewritten.data is not None
            else frozenset(),
            moved=frozenset(one.migration for one in rewritten.moved),
            kinds=rewritten.kinds,
            left=self._mentioned(data)
            if any(finding.level == "error" for finding in rewritten.findings)
            else self._left(rewritten.imported),
        )

    def _left(self, imported: frozenset[str]) -> frozenset[str]:
        """Return the migrations of whose distribution some packages are."""
        return frozenset(
            migration.id
            for migration in self.table.migrations
            if migration.distribution and not migration.roots.isdisjoint(imported)
        )

    def _mentioned(self, data: bytes) -> frozenset[str]:
        """Return the migrations that a file left alone may still need."""
        return frozenset(
            migration.id
            for migration in self.table.migrations
            if any(root.encode() in data for root in migration.roots)
        )


def _untouched(
    file: File, code: Code, message: str, left: frozenset[str] = frozenset()
) -> Proved:
    """Return the outcome of a file that is left alone."""
    finding = Finding(code=code, message=message)
    return Proved(result=FileResult(path=file.path, findings=(finding,), left=left))
