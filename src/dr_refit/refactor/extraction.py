"""Single definitions that leave a repository for another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.errors import RefitError
from dr_refit.migration.moves import move_of
from dr_refit.names import root
from dr_refit.refactor import left, places
from dr_refit.refactor.departure import Departure, files_of
from dr_refit.refactor.move import check_names
from dr_refit.refactor.pick import Picking, home_of, picked_of, title_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dr_refit.migration.model import Move
    from dr_refit.refactor.departure import Side


class Extraction(Departure):
    """Definitions that leave a module for one of another repository.

    Raises RefitError: they cannot.
    """

    def __init__(
        self, source: Side, target: Side, pair: tuple[str, str], names: Sequence[str]
    ) -> None:
        old, new = places.source(source.tree, pair[0]), home_of(target.tree, pair[1])
        if not old.is_file:
            raise RefitError(f"{pair[0]} is no module", "write FILE.py::NAME OTHER.py")
        if root(old.module) == root(new.module):
            what = f"{root(old.module)} would be a package of both repositories"
            raise RefitError(what, "give it another name there")
        check_names(old, new)
        self._at = Picking(old, new, names, (source.prefix, target.prefix))
        super().__init__(source, target, [(old, new)])
        picked = picked_of(
            (source.tree, self.files), (target.tree, files_of(target)), self._at
        )
        self.changed[old.path] = picked.source
        self.arriving = {new.path: picked.target}
        self.alone = {new.path: picked.alone}

    def _leaving(self) -> list[str]:
        return [f"{self._at.old.module}.{name}" for name in self._at.names]

    def _going(self) -> Iterator[tuple[str, str]]:
        # A test whose name is taken stays, and follows.
        for path, home in self._tests():
            if self.target.tree.kind(home) is None:
                yield path, home

    def _moves(self) -> tuple[Move, ...]:
        old, new = self._at.old, self._at.new
        homes = {old.module: new.module}
        homes |= left.shorter_names(self.source.tree, self.files, old, new)
        return tuple(
            move_of(f"{one}.{name}", f"{home}.{name}", module=False, home="promised")
            for one, home in homes.items()
            for name in self._at.names
        )

    @property
    def title(self) -> str:
        """What is true then."""
        return title_of(self._at)

    @property
    def entries(self) -> dict[str, str]:
        """What commands and plugins name, before and then."""
        old, new = self._at.old.module, self._at.new.module
        return {f"{old}:{name}": f"{new}:{name}" for name in self._at.names}

    def old_name(self, name: str) -> str:
        """Return what a module is called before: the same."""
        return name
