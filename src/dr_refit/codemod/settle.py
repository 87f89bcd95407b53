"""The changes of all files as one, before any of them is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.tree.model import ChangeSet

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dr_refit.codemod.prove import Proved


def settle(proved: Iterable[Proved]) -> ChangeSet:
    """Return the change that is made of the changes of all files."""
    return ChangeSet(rewrites=tuple(one.rewrite for one in proved if one.rewrite))
