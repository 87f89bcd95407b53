"""Branches of earlier versions, removed where a newer one takes their place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dr_refit.errors import Problem, without_secrets
from dr_refit.fleet.template import PREFIX, is_older
from dr_refit.git.publish import Published

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from dr_refit.fleet.model import RepoResult

_PREFIX = f"refs/heads/{PREFIX}/"


def superseded(
    ref: str, there: Mapping[str, str], replaceable: Collection[str]
) -> dict[str, str]:
    """Map the branches that one takes the place of to their commits.

    Only those of the template, and as they were left: nobody has committed to them.
    """
    if not ref.startswith(_PREFIX):
        return {}
    new = ref.removeprefix(_PREFIX)
    return {
        old: commit
        for old, commit in there.items()
        if old.startswith(_PREFIX) and old != ref and commit in replaceable
        # As for an update: what the names do not tell is no way back.
        if not is_older(new, old.removeprefix(_PREFIX))
    }


def remark(ref: str) -> str:
    """Return what is said of a branch that goes."""
    return f"takes the place of {_name(ref)}, which is removed"


def removed(
    result: RepoResult,
    location: str,
    refs: Mapping[str, str],
    remove: Callable[[Published], None],
) -> RepoResult:
    """Remove the branches from a repository; say which, and which must stay."""
    notes, gone = [*result.notes], []
    for ref, commit in refs.items():
        published = Published(
            location=without_secrets(location), ref=ref, new="", old=commit
        )
        try:
            remove(published)
        except Problem as problem:
            notes.append(f"{_name(ref)} stays: {problem.message}")
            continue
        gone.append(published)
        notes.append(remark(ref))
    return replace(
        result,
        notes=tuple(dict.fromkeys(notes)),
        published=(*result.published, *gone),
    )


def _name(ref: str) -> str:
    return ref.removeprefix("refs/heads/")
