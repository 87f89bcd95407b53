"""Files that are read once more, by as many processes as a run has."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from dr_refit.codemod import pool
from dr_refit.codemod.formats import plain
from dr_refit.tree.model import content

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dr_refit.codemod.prove import Prover
    from dr_refit.tree.discover import File
    from dr_refit.tree.model import Tree


def plain_code(tree: Tree, file: File) -> bytes:
    """Return the code of a file, and perhaps more, to be searched for imports."""
    return plain(file.path, content(tree, file.path))


def map_files[Result](
    prover: Prover, function: Callable[[File], Result | None], files: Sequence[File]
) -> dict[str, Result]:
    """Map the paths of files to what a function that reads them returns, if it does."""
    found = pool.map_unordered(
        function,
        files,
        jobs=prover.options.jobs,
        size=lambda _: 0,
        on_crash=lambda _: None,
        on_progress=lambda _: None,
    )
    each = sorted(found, key=itemgetter(0))
    return {files[at].path: result for at, result in each if result is not None}
