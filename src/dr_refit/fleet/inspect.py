"""What a repository's files import and require, and what the codemods say of them."""

from __future__ import annotations

import ast
from collections import Counter
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from dr_refit.checks import code
from dr_refit.checks.flow import Uses
from dr_refit.checks.model import LAYERS, Edge
from dr_refit.checks.nodes import Where
from dr_refit.codemod.formats import SUFFIXES, plain, read
from dr_refit.codemod.marks import is_mark
from dr_refit.codemod.pipeline import project_of, prove_all
from dr_refit.codemod.prove import Options
from dr_refit.codes import Code
from dr_refit.errors import FileRefused, RefitError
from dr_refit.findings import Finding, Position
from dr_refit.fleet.model import Located
from dr_refit.fleet.requirements import known, required, uncapped
from dr_refit.manifests import pyproject
from dr_refit.manifests.names import canonical
from dr_refit.migration.select import Wanted, select
from dr_refit.migration.table import MoveTable
from dr_refit.names import root
from dr_refit.patterns import regex
from dr_refit.project.local import source_of
from dr_refit.project.survey import settings_of
from dr_refit.python.depth import deep_trees
from dr_refit.python.imports import ImportContext, read_imports
from dr_refit.settings import Settings
from dr_refit.tree.discover import Exclusions, discover

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dr_refit.checks.model import Import
    from dr_refit.codemod.document import Document
    from dr_refit.codemod.result import Proved
    from dr_refit.fleet.model import Repo
    from dr_refit.migration.model import Migration
    from dr_refit.project.survey import Others
    from dr_refit.python.source import Source
    from dr_refit.tree.commit import Commit
    from dr_refit.tree.discover import File

_WORD = regex(rb"[A-Za-z_]\w*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Inspection:
    """What was found in one repository; the fields are those of `RepoStatus`."""

    edges: tuple[Edge, ...] = ()
    findings: tuple[Located, ...] = ()
    uncapped: tuple[str, ...] = ()


class Inspector:
    """Inspects the repositories of one fleet, with the migrations that it uses."""

    def __init__(
        self,
        repositories: Sequence[Repo],
        migrations: Sequence[Migration],
        layers: Sequence[str] = LAYERS,
    ) -> None:
        self._repositories = repositories
        self._layers = layers
        self._migrations = migrations
        #: Packages that nothing may import.
        self.retired = frozenset(one for each in migrations for one in each.retired)
        self._known = known(migrations) | {
            canonical(repo.name) for repo in repositories
        }
        self._packages = {repo.package for repo in repositories} | self.retired
        #: Migrations, by identity, and the packages that are a repository's own -> one
        #: table for all repositories of which both are the same; and these migrations,
        #: for what is gone may leave its identity to others.
        self._tables: dict[
            tuple[tuple[int, ...], frozenset[str]],
            tuple[MoveTable, tuple[Migration, ...]],
        ] = {}

    def __call__(
        self, repo: Repo, commit: Commit, around: Others | None = None
    ) -> Inspection:
        """Inspect the files of a repository; `around`: those of the fleet."""
        projects, findings = _projects(commit)
        settings, chosen, said = self._chosen(repo, commit)
        # A file that is no TOML is reported already.
        findings.update(said if "pyproject.toml" in projects else ())
        files = discover(commit, [""], Exclusions.of(settings), SUFFIXES)
        commit.load(file.path for file in files)
        own = self._own(repo, commit, files)
        table = self._table(chosen, own)
        options = Options(dry=True, settings=settings, others=around)
        project = project_of(commit, table, options)
        outcomes = prove_all(project, files, table.of(project), options)
        packages = self._packages - own
        words = {name.encode() for name in packages}
        uses = Uses()
        for file in files:
            path, proved = file.path, outcomes.get(file.path)
            data = commit.read(path)
            if proved is None and words.isdisjoint(_WORD.findall(plain(path, data))):
                continue
            try:
                with deep_trees():
                    document = read(path, data)
                    imports = [*code.imports(document, Where(path))]
                    findings.update(_left(proved, document, imports))
            except FileRefused as error:
                findings.update(_located(path, error.finding))
                continue
            for each in imports:
                if each.package in packages - project.local_modules(path).keys():
                    place = (path, each.position.line)
                    uses.imported[each.package].add(place)
        for path, content in projects.items():
            for name, line in required(content, commit.read(path)):
                if name in packages:
                    uses.required[name].add((path, line))
        edges = uses.edges(repo, self._repositories, self.retired, self._layers)
        without_cap = (uncapped(content, self._known) for content in projects.values())
        return Inspection(
            edges=tuple(edges),
            findings=tuple(sorted(findings, key=_place)),
            uncapped=tuple(dict.fromkeys(chain.from_iterable(without_cap))),
        )

    def _chosen(
        self, repo: Repo, commit: Commit
    ) -> tuple[Settings, tuple[Migration, ...], list[Located]]:
        """Return the settings and migrations of one, and what is wrong with them."""
        path, wanted = "pyproject.toml", Wanted(select=repo.migrations)
        settings, findings = Settings(root=""), list[Located]()
        try:
            settings = settings_of(commit, "")
            findings += _located(path, *settings.findings)
            chosen = select(self._migrations, commit, settings, wanted)
        except RefitError as error:
            findings.append(_unreadable(path, error.message))
            chosen = select(self._migrations, commit, Settings(root=""), wanted)
        return settings, chosen, findings

    def _own(self, repo: Repo, commit: Commit, files: Sequence[File]) -> frozenset[str]:
        """Return the packages that are the repository's: it may import these."""
        there = {root(file.module) for file in files if file.module} & self._packages
        return frozenset(
            {repo.package} | {name for name in there if source_of(commit, "", name)}
        )

    def _table(self, chosen: tuple[Migration, ...], own: frozenset[str]) -> MoveTable:
        """Return the table of migrations, without what moves out of own packages."""
        own &= {name for each in chosen for name in each.roots}
        key = tuple(map(id, chosen)), own
        if key not in self._tables:
            left = [one.without(own) for one in chosen] if own else chosen
            table = MoveTable([one for one in left if one.roots])
            self._tables[key] = table, chosen
        return self._tables[key][0]


def _projects(commit: Commit) -> tuple[dict[str, dict[str, Any]], set[Located]]:
    """Return the content of each pyproject.toml, and which cannot be read."""
    projects, findings = {}, set()
    for path in commit.named("pyproject.toml"):
        try:
            projects[path] = pyproject.read(commit.read(path))
        except (ValueError, RecursionError) as error:
            findings.add(_unreadable(path, str(error)))
    return projects, findings


def _left(
    proved: Proved | None, document: Document, imports: Sequence[Import]
) -> Iterator[Located]:
    """Yield what is left for a person, and what would be rewritten."""
    for finding in _findings(proved, document):
        about = (each.position for each in imports if each.has(finding.position))
        yield Located(path=document.path, finding=finding, statement=next(about, None))


def _findings(proved: Proved | None, document: Document) -> Iterator[Finding]:
    """Yield what is left for a person, and what would be rewritten."""
    if proved is None or proved.result is None:
        return
    for finding in proved.result.findings:
        # What behaves otherwise is said where an import is rewritten, and by a mark; of
        # a name that stays it would be said for ever.
        about_calls = finding.code.startswith(Code.BEHAVIOUR_CHANGED)
        if not about_calls or is_mark(document.line_at(finding.position)):
            yield finding
    if proved.rewrite is not None:
        after = read(document.path, proved.rewrite.of(document.data))
        message = "an import that `fleet migrate` rewrites"
        for old, new in zip(document.fragments, after.fragments, strict=True):
            for line in _replaced(old.source, new.source):
                position = document.position(old, Position(line=line))
                yield Finding(
                    code=Code.RETIRED_IMPORT, message=message, position=position
                )


def _statements(source: Source) -> list[ast.stmt]:
    """List the import statements, in the order of the file. Raises FileRefused."""
    aliases = read_imports(source, ImportContext())
    return [*dict.fromkeys(alias.statement for alias in aliases)]


def _replaced(before: Source, after: Source) -> list[int]:
    """Return the lines of the imports that a rewrite replaces; 0: only uses change."""
    kept = Counter(map(ast.unparse, _statements(after)))
    lines = []
    for statement in _statements(before):
        text = ast.unparse(statement)
        if kept[text]:
            kept[text] -= 1
        else:
            lines.append(statement.lineno)
    return lines or [0]


def _located(path: str, *findings: Finding) -> list[Located]:
    return [Located(path=path, finding=one) for one in findings]


def _unreadable(path: str, message: str) -> Located:
    return Located(path=path, finding=Finding(code=Code.UNREADABLE, message=message))


def _place(located: Located) -> tuple[str, tuple[int, int, int, str]]:
    return located.path, located.finding.order()
