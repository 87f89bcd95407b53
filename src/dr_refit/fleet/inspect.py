"""What a repository's files import and require, and what the codemods say of them."""

from __future__ import annotations

import ast
import os
import re
import tomllib
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from packaging.utils import canonicalize_name

from dr_refit import settings
from dr_refit.codemod.local import LocalModules
from dr_refit.codemod.pipeline import Options, per_file_ignores
from dr_refit.codemod.prefilter import Prefilter
from dr_refit.codemod.rewrite import rewrite
from dr_refit.errors import FileRefused, RefitError
from dr_refit.findings import Code, Finding, Position
from dr_refit.fleet.layers import violation
from dr_refit.fleet.model import Edge, Located
from dr_refit.fleet.requirements import uncapped
from dr_refit.migration.table import MoveTable
from dr_refit.migration.toml import parse
from dr_refit.python.source import Source
from dr_refit.tree.commit import Tree
from dr_refit.tree.discover import File, package_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dr_refit.fleet.model import Repo
    from dr_refit.migration.model import Migration


@dataclass(frozen=True, kw_only=True, slots=True)
class Inspection:
    """What was seen in one repository; the fields are those of `RepoStatus`."""

    edges: tuple[Edge, ...] = ()
    findings: tuple[Located, ...] = ()
    uncapped: tuple[str, ...] = ()


class Inspector:
    """Looks at the repositories of one fleet, with the migrations that it uses."""

    def __init__(
        self, repositories: Sequence[Repo], migrations: Sequence[Migration]
    ) -> None:
        self._repositories = repositories
        self._migrations = migrations
        self._retired = {name for each in migrations for name in each.retired}
        self._managed = {canonicalize_name(repo.name) for repo in repositories}
        self._packages = {repo.package for repo in repositories} | self._retired
        anyone = "|".join(map(re.escape, sorted(self._packages)))
        self._mention = re.compile(rf"(?<!\w)(?:{anyone})(?!\w)".encode())
        #: Ids of migrations -> one table for all repositories that use the same.
        self._lookups: dict[tuple[int, ...], tuple[MoveTable, Prefilter]] = {}

    def __call__(self, repo: Repo, files: Mapping[str, bytes]) -> Inspection:
        """Look at the files of a repository: path -> content, where `is_wanted`."""
        tree = Tree(files)
        findings: set[Located] = set()
        projects: dict[str, dict[str, Any]] = {}
        for path in tree.named("pyproject.toml"):
            try:
                projects[path] = tomllib.loads(tree.files[path].decode())
            except (ValueError, RecursionError) as error:
                findings.add(_unreadable(path, str(error)))
        own = settings.Settings(root="/")
        chosen = _chosen(repo, own, tree, self._migrations)
        try:
            root = projects.get("/pyproject.toml", {})
            own = settings.of_project(root, "pyproject.toml", "/")
            chosen = _chosen(repo, own, tree, self._migrations)
        except RefitError as error:
            findings.add(_unreadable("/pyproject.toml", error.message))
        codemods = _Codemods(tree, *self._lookup(chosen), own)
        places: dict[str, set[tuple[str, int]]] = defaultdict(set)
        for path in tree.sources(own.exclude, own.extend_exclude):
            data = tree.files[path]
            if not self._mention.search(data) and not codemods.lets_through(path):
                continue
            try:
                local = codemods.local.near(path)
                for name, line in _imports(Source(path, data)):
                    if name in self._packages and name not in {repo.package, *local}:
                        places[name].add((path[1:], line))
                for finding in codemods.findings(path):
                    findings.add(_located(path, finding))
            except FileRefused as error:
                findings.add(_located(path, error.finding))
        edges = [
            Edge(
                importer=repo.package,
                imported=name,
                places=tuple(sorted(places[name])),
                violation=violation(repo, name, self._repositories, self._retired),
            )
            for name in sorted(places)
        ]
        return Inspection(
            edges=tuple(edges),
            findings=tuple(sorted(findings, key=_place)),
            uncapped=tuple(
                dict.fromkeys(
                    requirement
                    for project in projects.values()
                    for requirement in uncapped(project, self._managed)
                )
            ),
        )

    def _lookup(self, chosen: Sequence[Migration]) -> tuple[MoveTable, Prefilter]:
        key = tuple(map(id, chosen))
        if key not in self._lookups:
            lookup = MoveTable(chosen)
            self._lookups[key] = lookup, Prefilter(lookup)
        return self._lookups[key]


def _chosen(
    repo: Repo, own: settings.Settings, tree: Tree, shipped: Sequence[Migration]
) -> tuple[Migration, ...]:
    """Choose migrations as `fleet migrate` does. Raises RefitError for unknown ones."""
    known = {each.id: each for each in shipped}
    for path in own.migrations:
        data = tree.files.get(os.path.normpath(f"/{path}"))
        if data is None:
            raise RefitError(f"there is no file {path}", "mend [tool.codemod]")
        mine = parse(path, data)
        known[mine.id] = mine
    names = repo.migrations or own.select or tuple(known)
    for name in {*names, *own.ignore} - known.keys():
        there = f"there are: {', '.join(sorted(known))}"
        raise RefitError(f"there is no migration {name}", there)
    return tuple(known[n] for n in dict.fromkeys(names) if n not in own.ignore)


class _Codemods:
    """What the codemods say of the files of one commit, with its own settings."""

    def __init__(
        self,
        tree: Tree,
        lookup: MoveTable,
        prefilter: Prefilter,
        own: settings.Settings,
    ) -> None:
        self.local = LocalModules(lookup, tree)
        self._tree = tree
        self._lookup = lookup
        self._prefilter = prefilter
        options = Options(per_file_ignores=own.per_file_ignores, root="/")
        self._ignores = per_file_ignores(options)

    def _file(self, path: str) -> File:
        return File(path, package_of(os.path.dirname(path), self._tree.isfile))

    def lets_through(self, path: str) -> bool:
        """Whether a file may hold an old name."""
        return self._prefilter.lets_through(self._tree.files[path], self._file(path))

    def findings(self, path: str) -> Iterator[Finding]:
        """Run them dry: what would be rewritten, and what is left for a person."""
        if not self.lets_through(path):
            return
        data, file = self._tree.files[path], self._file(path)
        rewritten = rewrite(
            data,
            self._lookup,
            path=path,
            package=file.package,
            module=file.module,
            foreign=self.local.near(path),
        )
        ignored = self._ignores(path)
        for finding in rewritten.findings:
            if finding.code.startswith(Code.BEHAVIOUR_CHANGED):
                # Said where an import is rewritten; of a name that stays it would be
                # said for ever.
                continue
            if finding.level == "error" or finding.code not in ignored:
                yield finding
        if rewritten.data is not None:
            message = "an import that `fleet migrate` rewrites"
            for line in _replaced(Source(path, data), Source(path, rewritten.data)):
                yield Finding(
                    code=Code.RETIRED_IMPORT,
                    message=message,
                    position=Position(line=line),
                )


def _statements(source: Source) -> list[ast.Import | ast.ImportFrom]:
    """List the import statements, in no order. Raises FileRefused."""
    # Not recursive: each `elif` is a level deeper.
    nodes = ast.walk(source.tree)
    return [node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)]


def _imports(source: Source) -> Iterator[tuple[str, int]]:
    """Give the top-level packages that are imported, and where. Raises FileRefused."""
    for statement in _statements(source):
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                yield alias.name.partition(".")[0], statement.lineno
        elif statement.module and not statement.level:
            yield statement.module.partition(".")[0], statement.lineno


def _replaced(before: Source, after: Source) -> list[int]:
    """Give the lines of the imports that a rewrite replaces; 0: only uses change."""
    kept = Counter(map(ast.unparse, _statements(after)))
    lines = []
    for statement in sorted(_statements(before), key=lambda each: each.lineno):
        text = ast.unparse(statement)
        if kept[text]:
            kept[text] -= 1
        else:
            lines.append(statement.lineno)
    return lines or [0]


def _located(path: str, finding: Finding) -> Located:
    return Located(path=path[1:], finding=finding)


def _unreadable(path: str, message: str) -> Located:
    return _located(path, Finding(code=Code.UNREADABLE, message=message))


def _place(located: Located) -> tuple[str, tuple[int, int, int, str]]:
    return located.path, located.finding.order()
