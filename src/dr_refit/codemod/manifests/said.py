"""What manifests lack, and need not have, where none of them is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.codemod.result import Manifests
from dr_refit.manifests.requirements import merge, satisfies

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dr_refit.codemod.result import FileResult
    from dr_refit.project.survey import Project


def said(
    project: Project,
    results: Sequence[FileResult],
    retired: Mapping[str, str],
    still: Mapping[str, Sequence[str]],
) -> Manifests:
    """Return requirements to add, and distributions to drop."""
    declared = [each.requirement for each in project.requirements]
    needed = {need.requirement for one in results for need in one.needs}
    gone = {old for migration, old in retired.items() if not still[migration]}
    return Manifests(
        add=tuple(
            text
            for text in merge(needed, project.owner)
            if not any(satisfies(one, text, declared) for one in declared)
        ),
        drop=tuple(sorted(gone - {project.owner})),
    )
