"""What the bytes of a file tell of what it has to do with others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dr_refit.codemod.hints import WAYS, Hint, Search, may_hand
from dr_refit.codemod.result import Seen
from dr_refit.names import leaf, parent, prefixes
from dr_refit.python.likely import seem_starred
from dr_refit.python.words import any_in

if TYPE_CHECKING:
    from dr_refit.codemod.prefilter import Prefilter
    from dr_refit.migration.table import MoveTable
    from dr_refit.tree.discover import File


class Scan:
    """Searches files for what others may take from them, and they from others."""

    def __init__(self, table: MoveTable, prefilter: Prefilter) -> None:
        self._table = table
        self._prefilter = prefilter
        #: The last parts of the names that matter, where whoever takes one is found
        #: by them; None: by what the modules of the project hand on.
        self.leaves = prefilter.leaves
        self._taking = Search(self.leaves or (), imported=False)
        modules = prefilter.members if self.leaves else {}
        #: The last parts of modules that names have left, where names are few.
        self.left = {*map(leaf, modules)}
        self._reaching = Search(self.left, imported=False)
        above = {name for module in modules for name in prefixes(parent(module))}
        # Their letters come first: such a pattern is found as fast as they are.
        self._renamed = [
            re.compile(rb"%b(?<!\w%b)[\s\\]+as[\s\\]+(\w+)" % (word, word))
            for word in {leaf(name).encode() for name in above}
        ]
        #: The last parts of packages that are in others.
        self._inner = frozenset(leaf(name) for name in above if parent(name))

    def __call__(self, code: bytes, file: File, *, named: bool) -> Seen:
        """Return what a file seems to have of modules.

        `named`: it may import something of one of the packages. Who hands on a module,
        or all names of one, needs none of them.
        """
        prefilter = self._prefilter
        # Of many names nobody asks for more than that.
        near = bool(self.leaves and named) and prefilter.names_member(code)
        holds = near and prefilter.holds_module(code)
        may_pose = holds if self.leaves else named
        return Seen(
            marked=bool(prefilter.marks.found(code)),
            stars=tuple(seem_starred(code, file.likely_package)),
            poses=may_pose and any_in(WAYS, code),
            near=near,
            holds=holds,
            reaches=self.reaches(code),
            calls=self._called(code) if near else frozenset(),
        )

    def reaches(self, code: bytes) -> bool:
        """Return whether a file may reach a module that names have left."""
        return self._reaching.found(code)

    def _called(self, code: bytes) -> frozenset[str]:
        """Return what a file may call a package, but for the name of the first one."""
        found = {one for each in self._renamed for one in each.findall(code)}
        names = {one.decode(errors="replace") for one in found}
        return self._inner.union(names)

    def taken(self, code: bytes, file: File) -> Hint | None:
        """Return what a file takes of what moved; None where that is nothing."""
        found = self._taking(code, file.likely_package)
        # It may import a name that moved from another file.
        return found or Hint() if self.leaves else found

    def handed(self, code: bytes, file: File) -> frozenset[str]:
        """Return the names that others may take from a file, where all is asked."""
        return frozenset() if self.leaves else may_hand(code, file, self._table)
