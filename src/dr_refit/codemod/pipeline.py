"""The order of the steps: files in, what became of them out."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dr_refit.codemod import pool
from dr_refit.codemod.local import LocalModules, distribution_of
from dr_refit.codemod.prefilter import Prefilter
from dr_refit.codemod.result import FileResult, Report
from dr_refit.errors import FileRefused
from dr_refit.findings import Code, Finding
from dr_refit.tree.discover import SUFFIXES, File, bad_pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dr_refit.codemod.rewrite import Rewritten
    from dr_refit.migration.table import MoveTable


@dataclass(frozen=True, kw_only=True, slots=True)
class Options:
    """What a run is asked for."""

    dry: bool = False
    diff: bool = False
    jobs: int = 1
    #: Pattern of a path, relative to `root` -> codes not to report there.
    per_file_ignores: Mapping[str, Sequence[str]] | None = None
    root: str = "."


def run(
    files: Sequence[File],
    lookup: MoveTable,
    options: Options,
    *,
    before_write: Callable[[], None] = lambda: None,
    tick: Callable[[int], None] = lambda _: None,
) -> Report:
    """Rewrite files, and say what became of them.

    `before_write` is called once before the first file is written.
    """
    one = _File(lookup, options, before_write)
    found = pool.each(one, files, jobs=options.jobs, died=_died, tick=tick)
    results = [result for _, result in sorted(found, key=lambda pair: pair[0])]
    add, drop = _requirements(results, lookup, options.root)
    return Report(
        results=tuple(results),
        looked_at=len(files),
        dry=options.dry,
        add=add,
        drop=drop,
    )


def run_text(
    data: bytes, file: File, lookup: MoveTable, options: Options
) -> tuple[bytes, Report]:
    """Rewrite what came over standard input; the new text, and what there is to say."""
    one = _File(lookup, options, lambda: None)
    rewritten = (
        one.rewritten(data, file) if one.prefilter.lets_through(data, file) else None
    )
    if rewritten is None:
        return data, Report(results=(), looked_at=1, dry=options.dry)
    result = one.result(file, data, rewritten)
    add, drop = _requirements([result], lookup, options.root)
    report = Report(results=(result,), looked_at=1, dry=options.dry, add=add, drop=drop)
    return rewritten.data or data, report


class _File:
    """The pipeline of one file; travels to other processes by fork."""

    def __init__(
        self, lookup: MoveTable, options: Options, before_write: Callable[[], None]
    ) -> None:
        self.lookup = lookup
        self.options = options
        self.prefilter = Prefilter(lookup)
        self.local = LocalModules(lookup)
        self.before_write = before_write
        self.ignores = per_file_ignores(options)

    def __call__(self, file: File) -> FileResult | None:
        """Rewrite one file; None where there is nothing to say."""
        try:
            data = _read(file.path)
        except OSError as error:
            return _untouched(file, Code.UNREADABLE, error.strerror or str(error))
        if not file.path.endswith(SUFFIXES):
            return _untouched(file, Code.NOT_PYTHON, "not a Python file: not looked at")
        if not self.prefilter.lets_through(data, file):
            return None
        try:
            rewritten = self.rewritten(data, file)
        except Exception as error:  # noqa: BLE001 - a bug stops one file, not the run
            return _untouched(file, Code.CRASHED, f"please report {error!r}")
        if rewritten.data is not None and not self.options.dry:
            from dr_refit.tree.write import write

            self.before_write()
            self.before_write = lambda: None
            try:
                write(file.path, rewritten.data, expected=data)
            except FileRefused as error:
                failed = _untouched(file, error.code, error.message)
                return replace(failed, left=self.mentioned(data))
        if rewritten.data is None and not (rewritten.findings or rewritten.left):
            return None
        return self.result(file, data, rewritten)

    def rewritten(self, data: bytes, file: File) -> Rewritten:
        """Rewrite the bytes of a file that the prefilter let through."""
        # ast and all that follows are loaded when the first file needs them.
        from dr_refit.codemod.rewrite import rewrite

        return rewrite(
            data,
            self.lookup,
            path=file.path,
            package=file.package,
            module=file.module,
            foreign=self.local.near(file.path),
        )

    def result(self, file: File, data: bytes, rewritten: Rewritten) -> FileResult:
        """Say what became of a file."""
        diff = ""
        if self.options.diff and rewritten.data is not None:
            from dr_refit.codemod.diff import unified

            diff = unified(file.path, data, rewritten.data)
        codes = self.ignores(file.path)
        return FileResult(
            path=file.path,
            changed=rewritten.data is not None,
            diff=diff,
            findings=tuple(
                f
                for f in rewritten.findings
                if f.level == "error" or f.code not in codes
            ),
            requirements=frozenset(
                hit.move.requirement for hit in rewritten.moved if hit.move.requirement
            )
            if rewritten.data is not None
            else frozenset(),
            moved=frozenset(hit.migration for hit in rewritten.moved),
            left=self.mentioned(data)
            if any(finding.level == "error" for finding in rewritten.findings)
            else frozenset(hit.migration for hit in rewritten.left),
        )

    def mentioned(self, data: bytes) -> frozenset[str]:
        """Name the migrations that a file left alone may still need."""
        return frozenset(
            migration.id
            for migration in self.lookup.migrations
            if any(root.encode() in data for root in migration.roots)
        )


def _read(path: str) -> bytes:
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))
    try:
        size = os.fstat(descriptor).st_size
        data = os.read(descriptor, size + 1)
        while len(data) > size or (data and len(data) < size):
            # It grew, or came in pieces.
            size = len(data)
            more = os.read(descriptor, 1 << 20)
            data += more
            if not more:
                break
        return data
    finally:
        os.close(descriptor)


def _untouched(file: File, code: Code, message: str) -> FileResult:
    finding = Finding(code=code, message=message)
    return FileResult(path=file.path, findings=(finding,))


def _died(file: File) -> FileResult:
    return _untouched(
        file, Code.CRASHED, "the process that read it died: exclude the file"
    )


def per_file_ignores(options: Options) -> Callable[[str], frozenset[str]]:
    """Give the function from a path to the codes that are not reported there."""
    patterns = options.per_file_ignores
    if not patterns:
        return lambda _: frozenset()
    import pathspec

    specs = []
    for pattern, codes in patterns.items():
        try:
            specs.append((pathspec.GitIgnoreSpec.from_lines([pattern]), codes))
        except ValueError as error:
            raise bad_pattern(pattern) from error

    def codes_for(path: str) -> frozenset[str]:
        relative = os.path.relpath(path, options.root)
        return frozenset(
            code for spec, codes in specs if spec.match_file(relative) for code in codes
        )

    return codes_for


def _requirements(
    results: Sequence[FileResult], lookup: MoveTable, root: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Tell which requirements to add, and which distributions nothing imports now.

    The project at `root` needs neither said of itself.
    """
    wanted = {text for result in results for text in result.requirements}
    moved = {name for result in results for name in result.moved}
    left = {name for result in results for name in result.left}
    drop = {
        migration.distribution
        for migration in lookup.migrations
        if migration.distribution and migration.id in moved - left
    }
    if not wanted and not drop:
        return (), ()
    own = distribution_of(root)
    drop.discard(own)
    if not wanted:
        return (), tuple(sorted(drop))
    from dr_refit.manifests.requirements import merge

    return merge(wanted, own), tuple(sorted(drop))
