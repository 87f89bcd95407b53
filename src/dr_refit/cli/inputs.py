"""What `codemod` rewrites: files, or standard input."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from dr_refit.cli.output import warn_of_uncommitted
from dr_refit.errors import RefitError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dr_refit.cli.options import Excluded
    from dr_refit.codemod.prove import Options
    from dr_refit.codemod.result import Report
    from dr_refit.migration.table import MoveTable
    from dr_refit.settings import Settings
    from dr_refit.tree.discover import Exclusions, File
    from dr_refit.tree.disk import Disk


def finish_interrupted(disk: Disk) -> None:
    """Complete the change in which an earlier run was interrupted."""
    for path, error in disk.complete().items():
        raise RefitError(
            f"{path}: {error.message}: an earlier change is not finished",
            error.hint,
        )


def exclusions(disk: Disk, settings: Settings, excluded: Excluded) -> Exclusions:
    """Return what a project, and a run, exclude."""
    from dr_refit.tree.discover import Exclusions

    default = Exclusions.of(settings)
    here = disk.resolve("")
    replaced = tuple((here, line) for line in excluded.exclude)
    added = tuple((here, line) for line in excluded.extend_exclude)
    return Exclusions(
        exclude=replaced or default.exclude,
        extend=(*default.extend, *added),
        force=excluded.force_exclude,
    )


def discovered(
    disk: Disk,
    paths: Sequence[str],
    exclusions: Exclusions,
    settings: Settings,
    own: Sequence[str],
) -> list[File]:
    """Return the files under the paths of a command line, but for those of the run."""
    from dr_refit.codemod.formats import files_for

    if "" in paths:
        # To a tree it is the root; on a command line, a variable that is not set.
        raise RefitError("an empty path: no such file or folder", "name a path")
    return files_for(disk, paths, exclusions, settings, own)


def rewrite_files(
    disk: Disk,
    files: Sequence[File],
    paths: Sequence[str],
    table: MoveTable,
    asked: Options,
    *,
    quiet: bool,
) -> Report:
    """Rewrite files, with a bar on a terminal."""
    from dr_refit.cli.progress import Progress
    from dr_refit.codemod.pipeline import run

    def warn() -> None:
        if not quiet:
            from dr_refit.codemod.guard import uncommitted

            warn_of_uncommitted(uncommitted(paths))

    with Progress(len(files), shown=not quiet) as progress:
        return run(
            disk, files, table, asked, before_write=warn, on_progress=progress.tick
        )


def rewrite_stdin(
    disk: Disk,
    paths: Sequence[str],
    name: str | None,
    table: MoveTable,
    asked: Options,
    exclusions: Exclusions,
) -> Report:
    """Rewrite standard input to standard output."""
    from dr_refit.codemod.pipeline import run
    from dr_refit.project.local import beyond
    from dr_refit.tree.discover import File, package_of
    from dr_refit.tree.disk import Buffer

    if len(paths) > 1:
        raise RefitError("`-` stands alone", "leave out the other paths")
    file = File("<stdin>.py")
    excluded = False
    if name is not None:
        file = File(name, package_of(disk, os.path.dirname(name)))
        excluded = exclusions.force and exclusions.hold_for(disk, name)
        asked = asked._replace(beyond=beyond(disk, [name], exclusions))
    asked = asked._replace(alone=True)
    buffer = Buffer(file.path, _stdin())
    report = run(buffer, [] if excluded else [file], table, asked)
    if not asked.dry:
        sys.stdout.buffer.write(buffer.data)
        sys.stdout.buffer.flush()
    return report


def _stdin() -> bytes:
    from dr_refit.files import MOST

    try:
        data = sys.stdin.buffer.read(MOST + 1)
    except OSError as error:
        what = f"standard input: {error.strerror}"
        raise RefitError(what, "pipe a file into it") from None
    if len(data) > MOST:
        raise RefitError(f"standard input: larger than {MOST >> 20} MB", "name a file")
    return data
