"""The changes of all files as one, before any of them is made."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from dr_refit.tree.model import ChangeSet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dr_refit.codemod.prove import Proved
    from dr_refit.codemod.takers import Taken
    from dr_refit.tree.discover import File
    from dr_refit.tree.model import Tree


@dataclass(frozen=True, kw_only=True, slots=True)
class Settled:
    """The change of a tree, and what it means for files that it leaves as they are."""

    change: ChangeSet
    #: Names that are no longer where other files take them.
    taken: tuple[Taken, ...] = ()


def settle(tree: Tree, files: Sequence[File], proved: Sequence[Proved]) -> Settled:
    """Return the change that is made of the changes of all files."""
    change = ChangeSet(rewrites=tuple(one.rewrite for one in proved if one.rewrite))
    return Settled(change=change, taken=_taken(tree, files, proved))


def _taken(
    tree: Tree, files: Sequence[File], proved: Sequence[Proved]
) -> tuple[Taken, ...]:
    candidates = {one.result.path: one for one in proved if one.dropped}
    if not candidates:
        return ()
    from dr_refit.codemod.takers import takers

    return tuple(sorted(takers(tree, files, _dropped(tree, files, candidates))))


def _dropped(
    tree: Tree, files: Sequence[File], candidates: Mapping[str, Proved]
) -> dict[str, frozenset[str]]:
    """Map modules to the names that nothing binds in them any more."""
    from dr_refit.python.surface import Surface

    found = {}
    for file in files:
        one = candidates.get(file.path)
        if one is None or one.rewrite is None:
            continue
        module = file.module or file.stem
        # What is imported no more may be defined all the same.
        new = partial(one.rewrite.of, tree.read(file.path))
        surface = Surface({module: new})
        gone = {name for name in one.dropped if not surface.has(f"{module}.{name}")}
        if gone:
            found[module] = frozenset(gone)
    return found
