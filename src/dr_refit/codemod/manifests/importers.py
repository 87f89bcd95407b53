"""What the files of a project import, in a run and beyond it, whoever wrote it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dr_refit.codemod.formats import SUFFIXES
from dr_refit.codemod.result import Need
from dr_refit.errors import FileRefused
from dr_refit.manifests import script
from dr_refit.names import is_under, prefixes, root
from dr_refit.project.local import project_root
from dr_refit.python.words import word_pattern
from dr_refit.tree.discover import discover

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dr_refit.codemod.result import FileResult, Run
    from dr_refit.migration.model import Migration
    from dr_refit.project.survey import Project
    from dr_refit.tree.discover import File


@dataclass(frozen=True, slots=True)
class Imported:
    """What is imported where."""

    #: Migration -> the files that still import what it retires.
    still: dict[str, list[str]]
    #: What imports of new homes need, by file; of the second set, any version.
    needs: dict[str, tuple[set[Need], set[Need]]] = field(default_factory=dict)
    #: Scripts that have requirements of their own.
    scripts: list[str] = field(default_factory=list)
    #: All files, resolved, and those of packages.
    files: set[str] = field(default_factory=set)
    shipped: set[str] = field(default_factory=set)

    def needed(self, migration: str, results: Iterable[FileResult]) -> set[str]:
        """Return what imports need that moved in a run, or before it."""
        needs = {need for one in results for need in one.needs}
        for exact, loose in self.needs.values():
            needs |= exact | loose
        return {one.requirement for one in needs if one.migration == migration}

    def homes_of(self, migration: Migration, results: Iterable[FileResult]) -> set[str]:
        """Return the packages that are imported instead of what is retired."""
        needed = self.needed(migration.id, results)
        return {root(one.new) for one in migration.moves if one.requirement in needed}


def imported(run: Run, migrations: Sequence[Migration], folders: set[str]) -> Imported:
    """Return what the projects that folders are in import of some migrations.

    What a run has looked at for what is retired is not looked at for it again.
    """
    found = Imported({one.id: [] for one in migrations})
    for result in run.results:
        for name in result.left & found.still.keys():
            found.still[name].append(result.path)
    resolve = run.project.tree.resolve
    looked_at = {resolve(file.path): file for file in run.files}
    found.shipped.update(path for path, file in looked_at.items() if file.package)
    if migrations:
        search = _Search(run, migrations, looked_at)
        for file in _files(run.project, folders):
            path = resolve(file.path)
            found.files.add(path)
            if file.package:
                found.shipped.add(path)
            if path not in search.known:
                search(file, path, found)
    return found


class _Search:
    """A search for imports in the bytes of files, before any is parsed."""

    def __init__(
        self, run: Run, migrations: Sequence[Migration], looked_at: Iterable[str]
    ) -> None:
        self.project = run.project
        self.retired = {
            package: migration.id
            for migration in migrations
            if migration.distribution
            for package in migration.roots
        }
        self.homes: dict[str, list[Migration]] = {}
        for migration in migrations:
            homes = {root(move.new) for move in migration.moves if move.requirement}
            for package in sorted(homes - self.retired.keys()):
                if not self.project.has_package(package):
                    self.homes.setdefault(package, []).append(migration)
        new = [*map(_word, self.homes)]
        #: What is looked for in a file, and in one that the run has looked at.
        self.words = ([*map(_word, self.retired), *new], new)
        resolve = run.project.tree.resolve
        self.seen = {resolve(result.path) for result in run.results}
        known = any(migration.retired for migration in run.table.migrations)
        if known and run.project.wants("imports"):
            # The imports of every file that names such a package were read.
            self.seen.update(looked_at)
        #: What the run saw of these is all that is looked for.
        self.known = self.seen - {*map(resolve, run.marked)}

    def __call__(self, file: File, path: str, found: Imported) -> None:
        try:
            data = self.project.tree.read(file.path)
        except OSError:
            return
        if file.path.endswith(".py") and script.has_block(data):
            found.scripts.append(path)
        is_seen = path in self.seen
        named = {
            name
            for name, word, pattern in self.words[is_seen]
            if word in data and pattern.search(data)
        }
        if not named:
            return
        targets = self._targets(file, data, named)
        for package in named & self.retired.keys() & {*map(root, targets)}:
            found.still[self.retired[package]].append(file.path)
        exact: set[Need] = set()
        loose: set[Need] = set()
        for target in targets:
            for migration in self.homes.get(root(target), ()):
                needs = set(_needs(migration, target))
                exact |= needs
                if not needs and (need := _nearest(migration, target)):
                    loose.add(need)
        if exact or loose:
            found.needs[path] = exact, loose

    def _targets(self, file: File, data: bytes, named: set[str]) -> set[str]:
        """Return the dotted names that a file imports, as far as can be seen."""
        # In a notebook, a word is enough to keep what it may import.
        words = {
            one
            for one in named
            if one in self.retired
            or re.search(rf"(?:from|import)\s+{one}\b".encode(), data)
        }
        if not file.path.endswith((".py", ".pyi")):
            return words
        # ast and all that follows are loaded when the first file needs them.
        from dr_refit.python.facts import Facts
        from dr_refit.python.source import Source

        try:
            facts = Facts(
                source=Source(file.path, data), package=file.package, module=file.module
            )
            targets = {each.target for each in facts.imports if not each.level}
        except FileRefused:
            return words
        local = {*self.project.local_modules(file.path)}
        return {one for one in targets if root(one) in named - local}


def _word(name: str) -> tuple[str, bytes, re.Pattern[bytes]]:
    return name, name.encode(), word_pattern(name)


def _needs(migration: Migration, target: str) -> Iterator[Need]:
    """Yield what the import of a name needs that has moved there."""
    for move in migration.moves:
        if move.requirement and (
            is_under(target, move.new) or (move.module and is_under(move.new, target))
        ):
            yield Need(migration.id, move.requirement, move.python or "")


def _nearest(migration: Migration, target: str) -> Need | None:
    """Return what the import of another name needs."""
    pythons = {
        move.requirement: move.python
        for move in migration.moves
        if move.python and root(move.new) == root(target)
    }
    for module in prefixes(target):
        if requirement := migration.requirements.get(module):
            python = pythons.get(requirement) or next(iter(pythons.values()), "")
            return Need(migration.id, requirement, python)
    return None


def roots_of(project: Project, folders: set[str]) -> list[str]:
    """Return the roots of the projects that folders are in."""
    tree = project.tree
    top = tree.resolve(project.root)
    return sorted(
        {
            top if is_below(folder, top) else project_root(tree, folder)
            for folder in folders
        }
    )


def _files(project: Project, folders: set[str]) -> Iterator[File]:
    """Yield the files of the projects that folders are in, excluded ones as well."""
    for each in roots_of(project, folders):
        yield from discover(project.tree, [each], suffixes=SUFFIXES)


def is_below(folder: str, top: str) -> bool:
    """Return whether a path is one, or below it."""
    return not top or f"{folder}/".startswith(f"{top.rstrip('/')}/")
