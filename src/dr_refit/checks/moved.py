"""Code that is still in a package although the migrations gave it a new home."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from dr_refit.checks.model import Check
from dr_refit.codes import Code
from dr_refit.names import root

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.checks.model import Family, Found, Repository
    from dr_refit.migration.model import Move

#: How many names a message has.
_FEW = 3


class MovedCode(Check):
    """{module} still defines {names}, moved to {home} by the migration {migration}."""

    code = Code.MOVED_CODE_LEFT

    def find(self, family: Family) -> Iterator[Found]:
        """Yield the modules that define what moved to another package."""
        for one in family.repositories:
            moves = [*_moves(one, family)]
            found = []
            for each in one.definitions:
                if self.code in each.ignored:
                    continue
                dotted = f"{each.module}.{each.name}"
                about = [m for m in moves if _is_of(dotted, m[1])]
                if about:
                    migration, move = max(about, key=lambda m: len(m[1].old))
                    key = each.module, root(move.new), migration
                    found.append((key, each))
            found.sort(key=lambda pair: pair[0])
            for (module, home, migration), group in groupby(found, lambda p: p[0]):
                every = [each for _, each in group]
                first = min(every, key=lambda each: each.position)
                names = ", ".join(each.name for each in every[:_FEW])
                more = f" and {len(every) - _FEW} more" if every[_FEW:] else ""
                yield self.found(
                    one.name,
                    first.path,
                    first.position,
                    names=names + more,
                    module=module,
                    home=home,
                    migration=migration,
                )


def _moves(one: Repository, family: Family) -> Iterator[tuple[str, Move]]:
    """Yield what moved from a repository to another package."""
    for each in family.migrations:
        for move in each.moves:
            if root(move.old) in one.packages and root(move.new) not in one.packages:
                yield each.id, move


def _is_of(dotted: str, move: Move) -> bool:
    if not move.module:
        return dotted == move.old
    rest = dotted.removeprefix(f"{move.old}.")
    return rest != dotted and (move.names is None or rest in move.names)
