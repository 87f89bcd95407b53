"""Into which lists goes what files need."""

from __future__ import annotations

import os
from collections import defaultdict
from typing import TYPE_CHECKING

from dr_refit.codemod.manifests.sections import PYPROJECT, is_of_tests
from dr_refit.manifests import pyproject, requirements_txt
from dr_refit.manifests.names import distribution

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dr_refit.codemod.manifests.importers import Imported
    from dr_refit.codemod.manifests.sections import Section
    from dr_refit.codemod.result import FileResult, Need
    from dr_refit.project.survey import Project


class Placing:
    """The lists of a project, and what is in them."""

    def __init__(
        self,
        sections: Sequence[Section],
        texts: Mapping[str, str],
        retired: Mapping[str, str],
        imported: Imported,
        project: Project,
    ) -> None:
        """Look at lists in files, by path, as they are when they are asked for."""
        self.sections = sections
        self.texts = texts
        self.retired = retired
        self.imported = imported
        self._resolve = project.tree.resolve
        #: Migration -> the lists that have what it retires.
        self.declaring = {
            migration: found
            for migration, old in retired.items()
            if (found := [s for s in sections if self.declares(s, old)])
        }

    def needs(
        self, results: Iterable[FileResult]
    ) -> tuple[dict[Section, set[Need]], set[str]]:
        """Return what goes into which list, and the requirements for which is none."""
        needs: dict[Section, set[Need]] = defaultdict(set)
        add: set[str] = set()
        for one in results:
            for need in one.needs if one.moved else ():
                homes = self._homes(one.path, need)
                for home in homes:
                    needs[home].add(need)
                if not homes:
                    add.add(need.requirement)
        self._add_current(needs)
        return needs, add

    def of_manifest(self, path: str, need: Need) -> list[Section]:
        """Return the list of a manifest into which goes what it needs itself."""
        old = self.retired.get(need.migration, "")
        own = [
            s
            for s in self.sections
            if s.path == path and not (s.listing.dev or s.listing.only_limits)
        ]
        return ([s for s in own if self.declares(s, old)] or own)[:1]

    def _add_current(self, needs: dict[Section, set[Need]]) -> None:
        """Add what imports need that are there already, where lists are not complete.

        They are not where they have what a migration retires, and where something
        moved just now: an earlier run may have been killed before it came to them.
        """
        touched = {*needs}
        for full, (exact, loose) in self.imported.needs.items():
            for need in exact | loose:
                wanted = distribution(need.requirement)
                depths = [
                    len(section.scope)
                    for section in self.sections
                    if section.covers(full) and self.declares(section, wanted)
                ]
                paths = {one.path for one in self.declaring.get(need.migration, ())}
                for home in self._homes(full, need):
                    # A member of a workspace declares its own.
                    known = max(depths, default=-1) > len(home.scope)
                    if (home in touched or home.path in paths) and (
                        not depths or (need in exact and not known)
                    ):
                        needs[home].add(need)

    def declares(self, section: Section, old: str) -> bool:
        """Return whether a list has a distribution now."""
        texts = section.listing.texts(self.texts[section.path])
        return any(distribution(one) == old for one in texts)

    def is_alone(self, section: Section) -> bool:
        """Return whether no file of the project is one that a list is for."""
        return not any(map(section.covers, self.imported.files))

    def around(self, section: Section) -> Iterator[Section]:
        """Yield the lists whose requirements are there wherever those of a list are."""
        full = self._resolve(section.path)
        if section.scope == full:
            # A script stands alone.
            return
        is_toml = pyproject.above(section.path) is not None
        brought = set() if is_toml else self._brought(full)
        for other in self.sections:
            path = self._resolve(other.path)
            is_near = path == full or (
                is_toml
                and pyproject.above(path) is not None
                and section.scope.startswith(other.scope)
            )
            if (
                other != section
                and not other.listing.only_limits
                and (section.listing.dev or not other.listing.dev)
                and (is_near or path in brought)
            ):
                yield other

    def _is_whole(self, section: Section) -> bool:
        """Return whether a requirements file lists all that is installed with it."""
        full = self._resolve(section.path)
        return pyproject.above(full) is None and not self._brought(full)

    def _brought(self, full: str) -> set[str]:
        """Return the manifests that a requirements file asks for, and they in turn."""
        texts = {self._resolve(path): text for path, text in self.texts.items()}
        found = {full}
        todo = [full]
        while todo:
            one = todo.pop()
            if pyproject.above(one) is not None:
                continue
            for name in requirements_txt.brings(texts.get(one, "")):
                path = os.path.normpath(os.path.join(os.path.dirname(one), name))
                for each in {
                    path,
                    os.path.join(path, PYPROJECT),
                } & texts.keys() - found:
                    found.add(each)
                    todo.append(each)
        return found - {full}

    def _homes(self, path: str, need: Need) -> list[Section]:
        """Return the lists into which goes what a file needs."""
        full = self._resolve(path)
        own = [s for s in self.sections if s.scope == full]
        if own:
            return own
        covering = [
            s
            for s in self.sections
            if s.covers(full)
            and not s.listing.only_limits
            and self._resolve(s.path) != full
        ]
        old = self.retired.get(need.migration, "")
        tests = is_of_tests(os.path.relpath(full, self._resolve("") or "."))
        shipped = not tests and full in self.imported.shipped
        declaring = [s for s in covering if old and self.declares(s, old)]
        deepest = max((len(s.scope) for s in declaring), default=0)
        declaring = [s for s in declaring if len(s.scope) == deepest]
        fitting = [
            s
            for s in declaring
            if shipped or s.listing.dev == tests or self._is_whole(s)
        ]
        if fitting or (declaring and not shipped):
            return fitting or declaring
        wanted = distribution(need.requirement)
        known = [
            s
            for s in covering
            if self.declares(s, wanted) and not (shipped and s.listing.dev)
        ]
        deepest = max((len(s.scope) for s in known or covering), default=0)
        near = [s for s in known or covering if len(s.scope) == deepest]
        ordered = sorted(near, key=lambda s: s.listing.dev != tests)
        toml = [s for s in ordered if s.path.endswith(PYPROJECT)]
        return (toml or ordered)[:1]
