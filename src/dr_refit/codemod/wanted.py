"""The names that are looked for in the files of a project, by who has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.names import steps

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dr_refit.codemod.hints import Hint
    from dr_refit.tree.discover import File


class Wanted:
    """The names that are looked for, by the module that has them.

    `own`: the modules of packages. Whoever names one by its package is no matter; who
    imports all of the package has it by another name.
    """

    def __init__(
        self,
        modules: Iterable[tuple[File, Iterable[str]]],
        own: Iterable[tuple[File, frozenset[str]]] = (),
    ) -> None:
        self._names: dict[str, set[str]] = {}
        for file, names in modules:
            self._add(file, names)
        self._own = {module: some for file, some in own for module in file.importable}

    @property
    def names(self) -> frozenset[str]:
        """All names, of whatever module."""
        return frozenset(name for some in self._names.values() for name in some)

    def hand_on(self, hints: Mapping[File, Hint]) -> None:
        """Look for the names in those modules, too, that have them from one another."""
        grows = True
        while grows:
            grows = False
            for file, hint in hints.items():
                for local, means in hint.binds:
                    if local == "*":
                        grows |= self._add(file, self._of(means))
                    elif self.has(means):
                        grows |= self._add(file, {local})

    def by(self, hint: Hint) -> bool:
        """Return whether a file may take one of the names."""
        return any(map(self.has, hint.reaches)) or any(
            bool(self._of(means)) if local == "*" else self.has(means)
            for local, means in hint.binds
        )

    def has(self, dotted: str) -> bool:
        """Return whether a dotted name is one of the names, or in one."""
        return any(name in self._names.get(at, ()) for at, name in steps(dotted))

    def _of(self, module: str) -> set[str]:
        """Return what a star brings of a module."""
        return self._names.get(module, set()) | self._own.get(module, frozenset())

    def _add(self, file: File, names: Iterable[str]) -> bool:
        """Add names of a module; return whether there are more now."""
        grows = False
        for module in file.importable:
            known = self._names.setdefault(module, set())
            grows |= not known.issuperset(names)
            known.update(names)
        return grows
