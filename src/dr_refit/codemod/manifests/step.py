"""What a rewrite means for the manifests: the step after all files are settled."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING

from dr_refit.codemod.manifests import (
    dependencies,
    entries,
    python_versions,
    resolving,
    workspace,
)
from dr_refit.codemod.manifests.declaring import declaring
from dr_refit.codemod.manifests.elsewhere import named_elsewhere
from dr_refit.codemod.manifests.importers import Imported, imported
from dr_refit.codemod.manifests.leftovers import Leftovers
from dr_refit.codemod.manifests.outcome import lock_commands, locked, outcome, to_write
from dr_refit.codemod.manifests.placing import Placing
from dr_refit.codemod.manifests.references import References
from dr_refit.codemod.manifests.said import said
from dr_refit.codemod.manifests.sections import (
    PYPROJECT,
    Section,
    manifests,
    sections,
    widened,
)
from dr_refit.codemod.result import Manifests, Run
from dr_refit.codes import Code
from dr_refit.findings import Finding, Position
from dr_refit.manifests import pyproject, requirements, requirements_txt, script
from dr_refit.manifests.names import canonical, distribution

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dr_refit.codemod.result import Need
    from dr_refit.manifests.toml_values import Path
    from dr_refit.migration.model import Migration
    from dr_refit.settings import Settings


def rewrite(
    run: Run, settings: Settings, *, alone: bool, resolve: bool = False
) -> Manifests:
    """Return the manifests as they have to be once the files are rewritten.

    `alone`: nothing but one file is written, and what it needs is only said;
    `resolve`: uv is asked whether the requirements go together.
    """
    named = [one for one in run.table.migrations if one.distribution]
    if alone:
        moved = {name for one in run.results for name in one.moved}
        named = [one for one in named if one.id in moved]
        found = imported(run, named, _folders(run))
        return said(run.project, run.results, _retired(named), found.still)
    retired = _retired(named)
    folders = {*_folders(run), *declaring(run)}
    if resolve:
        folders.add(run.project.tree.resolve(run.project.root))
    step = _Step(run, settings, retired, folders, imported(run, named, folders))
    return step.done(resolve=resolve)


def _retired(migrations: Iterable[Migration]) -> dict[str, str]:
    return {
        one.id: canonical(one.distribution) for one in migrations if one.distribution
    }


def _folders(run: Run) -> set[str]:
    """Return the folders in which something moved."""
    resolve = run.project.tree.resolve
    return {os.path.dirname(resolve(one.path)) for one in run.results if one.moved}


class _Step:
    """The manifests of one run, on their way."""

    def __init__(
        self,
        run: Run,
        settings: Settings,
        retired: Mapping[str, str],
        folders: set[str],
        found: Imported,
    ) -> None:
        self.run = run
        self.settings = settings
        self.folders = folders
        self.retired = retired
        self.imported = found
        self.leftovers = Leftovers(run, found)
        self.resolve = run.project.tree.resolve
        self.old: dict[str, bytes] = {}
        self.texts: dict[str, str] = {}
        self.findings: dict[str, list[Finding]] = defaultdict(list)
        self.sections: list[Section] = []
        self.needing = [one for one in run.results if one.moved]
        self.absolute = any(os.path.isabs(file.path) for file in run.files)
        for path, data in manifests(
            run.project, settings, folders, absolute=self.absolute
        ):
            self._take(path, data)
        for full in sorted({*found.scripts, *map(self.resolve, run.rewrites)}):
            path = full if self.absolute else os.path.relpath(full, self.resolve(""))
            data = run.project.tree.read(path)
            if path.endswith(".py") and script.has_block(data):
                self._take(path, data)
        still = (path for paths in found.still.values() for path in paths)
        paths = (*(one.path for one in self.needing), *still, *found.needs)
        importing = {*map(self.resolve, paths)}
        self.sections = [widened(s, run.project, importing) for s in self.sections]
        self.placing = Placing(self.sections, self.texts, retired, found, run.project)
        self.members = workspace.members(self.texts)
        #: What some list has, as it was.
        self.declared = {*self.placing.declaring}

    def _take(self, path: str, data: bytes) -> None:
        self.old[path] = data
        rewritten = self.run.rewrites.get(path)
        try:
            text = (rewritten.of(data) if rewritten else data).decode("utf-8-sig")
            found = [*sections(self.run.project, path, text)]
        except (ValueError, RecursionError) as error:
            if pyproject.above(path) is not None:
                line = re.search(r"at line (\d+)", str(error))
                last = data.count(b"\n") + 1
                self._refuse(path, str(error), int(line[1]) if line else last)
            return
        self.texts[path] = text
        self.sections += found

    def done(self, *, resolve: bool) -> Manifests:
        needs, add = self.placing.needs(self.run.results)
        for path, text in self.texts.items():
            table, owner = self.run.seen, self._owner(path)
            is_one = path.endswith(PYPROJECT)
            for need in entries.needed(text, table, owner) if is_one else ():
                for section in self.placing.of_manifest(path, need):
                    needs[section].add(need)
        for section in self.sections:
            gone = self._gone(section)
            if gone or needs[section]:
                add |= {*self._edit(section, needs[section], gone)}
        for path in [*self.texts]:
            self._finish(path, [n for s in needs if s.path == path for n in needs[s]])
        clashes = [*resolving.between_lists(self.sections, self.texts, needs)]
        if resolve:
            clashes += resolving.unresolved(self.sections, self.texts)
        for path, finding in clashes:
            self.findings[path].append(finding)
        return self._result(add)

    def _gone(self, section: Section) -> dict[str, str]:
        """Return the retired distributions that a list has, and nothing imports."""
        gone = {}
        owner = self._owner(section.path)
        for migration, old in self.retired.items():
            if old == owner or not self.placing.declares(section, old):
                continue
            if not any(
                section.covers(self.resolve(path)) or self.placing.is_alone(section)
                for path in self.imported.still[migration]
            ):
                gone[migration] = old
        return gone

    def _owner(self, path: str) -> str:
        if path.endswith(PYPROJECT):
            return pyproject.name_in(self.texts[path].encode())
        return self.run.project.owner

    def _edit(
        self, section: Section, needs: set[Need], gone: dict[str, str]
    ) -> tuple[str, ...]:
        """Change a list. Return what it could not take."""
        text, path = self.texts[section.path], section.path
        needs = {n for n in needs if distribution(n.requirement) != self._owner(path)}
        members = self.members.get(path, frozenset())
        if path.endswith(PYPROJECT):
            needs = {dependencies.without_url(text, one, members) for one in needs}
        is_toml = pyproject.above(path) is not None or path.endswith(".py")
        if not is_toml and ("--hash=" in text or requirements_txt.is_compiled(text)):
            write = to_write(needs, gone)
            self.findings[path] += locked(text, section.listing, gone.values(), write)
            return tuple(one.requirement for one in needs)
        around = [
            one
            for other in self.placing.around(section)
            for one in other.listing.installed(self.texts[other.path])
        ]
        upgrades = {one.id for one in self.run.table.migrations if one.upgraded}
        try:
            done = dependencies.edited(
                text, section.listing, needs, gone, around, upgrades
            )
        except ValueError as error:
            self._refuse(path, f"{error}: {to_write(needs, gone)}")
            return tuple(one.requirement for one in needs)
        listing = section.listing
        self.texts[path] = workspace.sourced(done.text, text, listing, members)
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
                drop = partial(self._without_sources, scope=self.resolve(path))
                self.texts[path] = script.around(self.texts[path], drop)
                for python in pythons:
                    raise_ = partial(python_versions.raised_in_script, needed=python)
                    self.texts[path] = script.around(self.texts[path], raise_)
            elif (above := pyproject.above(path)) is not None:
                self._finish_toml(path, pythons, above)
        except ValueError as error:
            self._refuse(path, str(error))

    def _finish_toml(self, path: str, pythons: Sequence[str], above: Path) -> None:
        scope = os.path.dirname(self.resolve(path))
        text = self._without_sources(self.texts[path], scope)
        text = dependencies.allowing_sources(text)
        named = References(self.run, self.imported, self.leftovers, self._owner(path))
        done = named.renamed(text, above)
        text = done.text
        self.findings[path] += done.findings
        version = python_versions.pinned(self.run.project.tree, path)
        for python in pythons if not above else ():
            text, findings = python_versions.raised(text, python, version)
            self.findings[path] += findings
        self.texts[path] = text

    def _without_sources(self, text: str, scope: str) -> str:
        """Delete where what comes from that no list in a scope has any more."""
        for old in self.retired.values():
            if not any(
                self.placing.declares(section, old)
                for section in self.sections
                if section.scope.startswith(scope)
            ):
                text = dependencies.without_sources(text, old)
        return text

    def _result(self, add: set[str]) -> Manifests:
        for path, text in self.texts.items():
            said = self.findings[path]
            owner = self._owner(path)
            said += [*self.leftovers.of_manifest(path, text, said, owner)]
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
        moved = {name for one in self.needing for name in one.moved}
        drop = {
            old
            for migration, old in self.retired.items()
            if migration in moved and not self.imported.still[migration]
            if migration not in self.declared and old != self.run.project.owner
        }
        merged = requirements.merge(add, self.run.project.owner)
        results = [one.result for one in outcomes if one.result]
        results += named_elsewhere(
            self.run,
            self.settings,
            self.folders,
            self.imported,
            self.leftovers,
            absolute=self.absolute,
        )
        return Manifests(
            tuple(one.rewrite for one in outcomes if one.rewrite),
            tuple(results),
            merged,
            tuple(sorted(drop)),
            lock_commands(self.run.project, outcomes, self.texts.values()),
        )
