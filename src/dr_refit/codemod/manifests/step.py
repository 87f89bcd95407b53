"""What a rewrite means for the manifests: the step after all files are settled."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING

from dr_refit.codemod.manifests import dependencies, python_versions
from dr_refit.codemod.manifests.importers import importers
from dr_refit.codemod.manifests.outcome import locked, outcome, to_write
from dr_refit.codemod.manifests.said import said
from dr_refit.codemod.manifests.sections import (
    PYPROJECT,
    Section,
    is_of_tests,
    manifests,
    sections,
)
from dr_refit.codemod.result import NOTHING, Manifests, Run
from dr_refit.codes import Code
from dr_refit.findings import Finding, Position
from dr_refit.manifests import pyproject, requirements, requirements_txt, script
from dr_refit.manifests.names import canonical, distribution

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dr_refit.codemod.result import Need
    from dr_refit.settings import Settings


def rewrite(run: Run, settings: Settings, *, alone: bool) -> Manifests:
    """Return the manifests as they have to be once the files are rewritten.

    `alone`: nothing but one file is written, and what it needs is only said.
    """
    moved = frozenset(name for one in run.results for name in one.moved)
    retired = {
        one.id: canonical(one.distribution)
        for one in run.table.migrations
        if one.id in moved and one.distribution
    }
    if not moved:
        return NOTHING
    still = importers(
        run.results, run.files, run.project, run.table, frozenset(retired)
    )
    if alone:
        return said(run.project, run.results, retired, still)
    return _Step(run, settings, retired, still).done()


class _Step:
    """The manifests of one run, on their way."""

    def __init__(
        self,
        run: Run,
        settings: Settings,
        retired: Mapping[str, str],
        still: Mapping[str, Sequence[str]],
    ) -> None:
        self.run = run
        self.retired = retired
        self.still = still
        self.resolve = run.project.tree.resolve
        self.old: dict[str, bytes] = {}
        self.texts: dict[str, str] = {}
        self.findings: dict[str, list[Finding]] = defaultdict(list)
        self.sections: list[Section] = []
        self.needing = [one for one in run.results if one.moved]
        absolute = any(os.path.isabs(file.path) for file in run.files)
        folders = {os.path.dirname(self.resolve(one.path)) for one in self.needing}
        found = manifests(run.project, settings, folders, absolute=absolute)
        for path, data in (*found, *self._scripts()):
            self._take(path, data)
        self.declared = {
            old
            for old in retired.values()
            if any(self._declares(section, old) for section in self.sections)
        }

    def _scripts(self) -> list[tuple[str, bytes]]:
        """List the rewritten scripts that have their own requirements."""
        scripts = []
        for one in self.needing:
            rewritten = self.run.rewrites.get(one.path)
            if rewritten is not None and one.path.endswith(".py"):
                data = self.run.project.tree.read(one.path)
                if script.has_block(data):
                    scripts.append((one.path, data))
        return scripts

    def _take(self, path: str, data: bytes) -> None:
        self.old[path] = data
        rewritten = self.run.rewrites.get(path)
        try:
            text = (rewritten.of(data) if rewritten else data).decode("utf-8-sig")
            found = [*sections(self.run.project, path, text)]
        except (ValueError, RecursionError) as error:
            if path.endswith(PYPROJECT):
                line = re.search(r"at line (\d+)", str(error))
                last = data.count(b"\n") + 1
                self._refuse(path, str(error), int(line[1]) if line else last)
            return
        self.texts[path] = text
        self.sections += found

    def done(self) -> Manifests:
        needs: dict[Section, set[Need]] = defaultdict(set)
        add: set[str] = set()
        for one in self.needing:
            for need in one.needs:
                homes = self._homes(one.path, need)
                for home in homes:
                    needs[home].add(need)
                if not homes:
                    add.add(need.requirement)
        for section in self.sections:
            gone = self._gone(section)
            if gone or needs[section]:
                add |= {*self._edit(section, needs[section], gone)}
        for path in [*self.texts]:
            self._finish(path, [n for s in needs if s.path == path for n in needs[s]])
        return self._result(add)

    def _declares(self, section: Section, old: str) -> bool:
        texts = section.listing.texts(self.texts[section.path])
        return any(distribution(one) == old for one in texts)

    def _homes(self, path: str, need: Need) -> list[Section]:
        """Return the lists into which goes what a file needs."""
        full = self.resolve(path)
        own = [s for s in self.sections if s.scope == full]
        if own:
            return own
        covering = [
            s
            for s in self.sections
            if s.covers(full) and not s.listing.only_limits and s.path != path
        ]
        old = self.retired.get(need.migration, "")
        tests = is_of_tests(os.path.relpath(full, self.resolve("") or "."))
        shipped = not tests and any(
            file.package for file in self.run.files if file.path == path
        )
        declaring = [s for s in covering if old and self._declares(s, old)]
        deepest = max((len(s.scope) for s in declaring), default=0)
        declaring = [s for s in declaring if len(s.scope) == deepest]
        fitting = [s for s in declaring if s.listing.dev == tests]
        if fitting or (declaring and not shipped):
            return fitting or declaring
        wanted = distribution(need.requirement)
        known = [
            s
            for s in covering
            if self._declares(s, wanted) and not (shipped and s.listing.dev)
        ]
        deepest = max((len(s.scope) for s in known or covering), default=0)
        near = [s for s in known or covering if len(s.scope) == deepest]
        ordered = sorted(near, key=lambda s: s.listing.dev != tests)
        toml = [s for s in ordered if s.path.endswith(PYPROJECT)]
        return (toml or ordered)[:1]

    def _gone(self, section: Section) -> dict[str, str]:
        """Return the retired distributions that a list has, and nothing imports."""
        gone = {}
        owner = self._owner(section.path)
        for migration, old in self.retired.items():
            if old == owner or not self._declares(section, old):
                continue
            importing = [
                path
                for path in self.still[migration]
                if section.covers(self.resolve(path)) or self._is_alone(section)
            ]
            if not importing:
                gone[migration] = old
        return gone

    def _is_alone(self, section: Section) -> bool:
        """Return whether no rewritten file is one that a list is for."""
        return not any(section.covers(self.resolve(one.path)) for one in self.needing)

    def _owner(self, path: str) -> str:
        if path.endswith(PYPROJECT):
            return pyproject.name_in(self.texts[path].encode())
        return self.run.project.owner

    def _edit(
        self, section: Section, needs: set[Need], gone: dict[str, str]
    ) -> tuple[str, ...]:
        """Change a list. Return what it could not take."""
        text, path = self.texts[section.path], section.path
        owner = self._owner(path)
        needs = {one for one in needs if distribution(one.requirement) != owner}
        if requirements_txt.is_one(self.resolve(path)) and (
            "--hash=" in text or requirements_txt.is_compiled(text)
        ):
            write = to_write(needs, gone)
            self.findings[path] += locked(text, section.listing, gone.values(), write)
            return tuple(one.requirement for one in needs)
        around = [
            one
            for other in self.sections
            if other != section and not other.listing.only_limits
            if other.path == path or section.scope.startswith(other.scope)
            if section.listing.dev or not other.listing.dev
            if other.scope != self.resolve(other.path)
            for one in other.listing.texts(self.texts[other.path])
        ]
        if section.scope == self.resolve(path):
            # A script stands alone.
            around = []
        upgrades = {one.id for one in self.run.table.migrations if one.upgraded}
        try:
            done = dependencies.edited(
                text, section.listing, needs, gone, around, upgrades
            )
        except ValueError as error:
            self._refuse(path, f"{error}: {to_write(needs, gone)}")
            return tuple(one.requirement for one in needs)
        self.texts[path] = done.text
        self.findings[path] += done.findings
        return done.left

    def _refuse(self, path: str, why: str, line: int = 0) -> None:
        message = f"left alone: {why}"
        position = Position(line=line)
        self.findings[path].append(
            Finding(code=Code.MANIFEST_NOT_PARSED, message=message, position=position)
        )

    def _finish(self, path: str, needs: Sequence[Need]) -> None:
        """Change what depends on the lists of a file, once these are done."""
        pythons = sorted({need.python for need in needs if need.python})
        try:
            if script.has_block(self.texts[path].encode()) and path.endswith(".py"):
                for python in pythons:
                    raise_ = partial(python_versions.raised, needed=python)
                    self.texts[path] = script.around(
                        self.texts[path],
                        lambda toml: raise_(toml)[0],  # noqa: B023
                    )
            elif path.endswith(PYPROJECT):
                self._finish_pyproject(path, pythons)
        except ValueError as error:
            self._refuse(path, str(error))

    def _finish_pyproject(self, path: str, pythons: Sequence[str]) -> None:
        text = self.texts[path]
        below = os.path.dirname(self.resolve(path))
        for old in self.retired.values():
            if not any(
                self._declares(section, old)
                for section in self.sections
                if section.scope.startswith(below)
            ):
                text = dependencies.without_sources(text, old)
        text = dependencies.allowing_sources(text)
        for python in pythons:
            text, findings = python_versions.raised(text, python)
            self.findings[path] += findings
        self.texts[path] = text

    def _result(self, add: set[str]) -> Manifests:
        outcomes = [
            outcome(
                self.run.project,
                path,
                old,
                self.texts.get(path),
                self.findings[path],
                self.run.rewrites.get(path),
            )
            for path, old in sorted(self.old.items())
        ]
        # What no list has is required elsewhere.
        drop = {
            old
            for migration, old in self.retired.items()
            if not self.still[migration] and old not in self.declared
            if old != self.run.project.owner
        }
        merged = requirements.merge(add, self.run.project.owner)
        return Manifests(
            tuple(one.rewrite for one in outcomes if one.rewrite),
            tuple(one.result for one in outcomes if one.result),
            merged,
            tuple(sorted(drop)),
        )
