"""Files that install something: proved again, when it is known what the code needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.codemod.formats import SUFFIXES
from dr_refit.project.requirements import Needed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dr_refit.codemod.prove import Prover
    from dr_refit.codemod.result import Proved
    from dr_refit.tree.discover import File


def installing(
    prover: Prover, files: Sequence[File], each: Mapping[str, Proved]
) -> dict[str, Proved]:
    """Return what becomes of the files whose lines for a shell install something.

    They install what the code of the project turned out to need.
    """
    asking = {
        path: one.installs
        for path, one in each.items()
        # What a notebook imports says what it needs.
        if one.installs
        and not (one.result and one.result.moved and path.endswith(SUFFIXES))
    }
    if not asking:
        return {}
    results = [one.result for one in each.values() if one.result]
    needed = {
        name: Needed(
            requirements=frozenset(
                need.requirement
                for result in results
                for need in result.needs
                if need.migration == name
            ),
            still=any(name in result.left for result in results),
        )
        for name in frozenset().union(*asking.values())
    }
    knowing = prover.of(prover.project.with_needed(needed), prover.table)
    found = [file for file in files if file.path in asking]
    return {file.path: one for file in found if (one := knowing(file)) is not None}
