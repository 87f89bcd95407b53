"""The modules of a run: the files that a dotted name may mean."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from dr_refit.names import leaf
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dr_refit.tree.discover import File


class Reached(NamedTuple):
    """A name of a module, and which part of a dotted name leads to it."""

    path: str
    at: int
    name: str
    #: It leads there whatever else happens in modules on the way.
    sure: bool = True


class Modules:
    """Files by the dotted names under which they may be imported."""

    def __init__(self, files: Mapping[str, File]) -> None:
        self.files = files
        #: Last part of a dotted name -> files; quicker made than all dotted names.
        self._named: dict[str, list[str]] = {}
        self._found: dict[str, list[str]] = {}
        for path in files:
            folder, _, name = path.rpartition("/")
            stem = name.partition(".")[0]
            last = os.path.basename(folder) if stem == "__init__" else stem
            self._named.setdefault(last, []).append(path)

    def paths(self, module: str) -> list[str]:
        """Return the files that a module may be."""
        if module not in self._found:
            self._found[module] = [
                path
                for path in self._named.get(leaf(module), ())
                if module in self.files[path].importable
            ]
        return self._found[module]

    def meant(self, module: str, taker: str) -> list[str]:
        """Return the files that a module may be, for one that imports it."""
        every = self.paths(module)
        if len(every) < 2:
            return every
        # import app.sub  in app/__init__.py binds the package to a name of it.
        paths = [path for path in every if path != taker] or every
        folder = os.path.dirname(taker)
        # Of two scripts called alike the one next to the importer is meant.
        near = [path for path in paths if os.path.dirname(path) == folder]
        return near or paths
