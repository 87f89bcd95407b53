"""What a module of a project cannot take from its new home."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from dr_refit.names import root
from dr_refit.project.beside import top_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dr_refit.project.loading import Loading, Moved
    from dr_refit.project.survey import Project


class Bars:
    """Tells which new names a module cannot take: circles, and files that hide them.

    `homes`: top-level package -> the new names in it.
    """

    def __init__(
        self, project: Project, homes: Mapping[str, Sequence[str]], moved: Moved
    ) -> None:
        self._project = project
        self._homes = homes
        self._moved = moved
        #: Folder -> where Python finds the package that it is, or is in.
        self._tops: dict[str, str] = {}
        #: Folder of scripts -> how they load each other; None: how packages do.
        self._loadings: dict[str | None, Loading | None] = {}

    def seen_from(self, module: str, path: str) -> dict[str, str]:
        """Map names that a module cannot take to the file that hides them, if one does.

        What is in no package is a script, whatever else it may be called.
        """
        place = os.path.dirname(path)
        if place not in self._tops:
            self._tops[place] = top_of(self._project.tree, place)
        top = self._tops[place]
        folder = place if place == top else None
        if folder is not None:
            module = root(os.path.basename(path))
        if folder not in self._loadings:
            self._loadings[folder] = self._loading(folder)
        loading = self._loadings[folder]
        barred = dict.fromkeys(loading.circular(module) if loading else (), "")
        return barred | {**self._project.hidden(top, self._homes)}

    def _loading(self, folder: str | None) -> Loading | None:
        """Return how modules load each other; None: names move to none of them."""
        project = self._project
        if folder is None:
            if not any(map(project.has_package, self._homes)):
                return None
            modules = project.modules
        elif beside := project.beside(folder, self._homes):
            modules = {**project.modules, **beside}
        else:
            return None
        from dr_refit.project.loading import Loading  # rarely needed

        return Loading(modules, project.tree.read, self._moved)
