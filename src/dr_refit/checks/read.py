"""From the tree of a repository to what it says: nothing of it is run."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from dr_refit.checks import code, names
from dr_refit.checks.declared import lists, requirements
from dr_refit.checks.model import Found, Repository
from dr_refit.checks.nodes import in_string
from dr_refit.checks.sites import is_foreign, where
from dr_refit.checks.traces import Tracer
from dr_refit.codemod.formats import SUFFIXES, read
from dr_refit.codemod.manifests.sections import HATCH, PYPROJECT
from dr_refit.codes import Code
from dr_refit.errors import FileRefused, RefitError
from dr_refit.findings import WHOLE_FILE, Finding, Position
from dr_refit.manifests import elsewhere, pyproject, requirements_txt, script
from dr_refit.manifests.names import canonical, distribution
from dr_refit.names import import_name
from dr_refit.project.ignores import per_file_ignores
from dr_refit.project.survey import settings_of
from dr_refit.python.depth import deep_trees
from dr_refit.settings import Settings
from dr_refit.tree.discover import PYTHON, Exclusions, discover

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from dr_refit.checks.model import Import, Requirement
    from dr_refit.checks.nodes import Where
    from dr_refit.checks.rules import Concern
    from dr_refit.checks.said import Definition, Trace
    from dr_refit.codemod.document import Document
    from dr_refit.tree.discover import File
    from dr_refit.tree.model import Tree

#: How the names of other files end in which names are used.
_TEXTS = (
    *(".toml", ".yaml", ".yml", ".json", ".cfg", ".ini", ".md", ".rst", ".sh"),
    *("file", ".Dockerfile", "setup.py", "noxfile.py"),
)
#: Where else a project may say what it requires.
_ELSEWHERE = ("setup.py", "setup.cfg", "Pipfile", "environment.yml")
_MOST = 1_000_000


def read_repository(
    tree: Tree,
    name: str,
    layer: str = "",
    concerns: Iterable[Concern] = (),
    exclusions: Callable[[Settings], Exclusions] = Exclusions.of,
) -> Repository:
    """Return what the files of a repository say.

    `concerns` are looked for where the code does not belong to one of their homes.
    """
    reader = _Reader(tree, name, layer, concerns)
    return reader.repository(exclusions)


class _Reader:
    def __init__(
        self, tree: Tree, name: str, layer: str, concerns: Iterable[Concern]
    ) -> None:
        self.tree = tree
        self.name = name
        self.layer = layer
        package = import_name(name)
        self.tracer = Tracer(c for c in concerns if not c.homes & {package, layer})
        self.unread: list[Found] = []
        self.modules: dict[str, str] = {}
        self.beside: set[str] = set()
        self.imports: list[Import] = []
        self.handed: list[Import] = []
        self.definitions: list[Definition] = []
        self.traces: list[Trace] = []
        self.texts: dict[str, str] = {}
        self.words: dict[str, frozenset[str]] = {}
        self.names: dict[str, frozenset[str]] = {}
        self.scopes: set[str] = set()
        self.opaque: set[str] = set()
        self.exempt: dict[str, frozenset[str]] = {}
        self.brought: dict[str, frozenset[str]] = {}
        self.projects: set[str] = set()
        self.requirements: list[Requirement] = []
        self.version = ""
        self.distributions: dict[str, str] = {}

    def repository(self, exclusions: Callable[[Settings], Exclusions]) -> Repository:
        try:
            settings = settings_of(self.tree, "")
        except RefitError as error:
            self._unread(PYPROJECT, Code.UNREADABLE, error.message)
            settings = Settings(root="")
        excluded = exclusions(settings)
        seen = {}
        for file in discover(self.tree, [""], excluded, SUFFIXES):
            seen[file.path] = file
            self._code(file)
        for file in discover(self.tree, [""], excluded, _TEXTS):
            seen[file.path] = file
            self._text(file.path)
        for name in (PYPROJECT, HATCH, ".txt", ".in"):
            # The projects first: other lists are beside them.
            for file in discover(self.tree, [""], excluded, (name,)):
                if is_foreign(self.tree, file.path):
                    continue
                is_toml = name in {PYPROJECT, HATCH}
                if is_toml or requirements_txt.is_one(file.path):
                    seen[file.path] = file
                    self._manifest(file.path)
        ignores = per_file_ignores(self.tree, settings)
        silenced = {path: codes for path in seen if (codes := ignores(path))}
        return Repository(
            name=self.name,
            layer=self.layer,
            distribution=self.distributions.get("", ""),
            version=self.version,
            distributions=self.distributions,
            modules=self.modules,
            names=self.names,
            scopes=frozenset(self.scopes),
            opaque=frozenset({*self.opaque, *filter(self._is_opaque, self.scopes)}),
            ignored=silenced,
            exempt=self.exempt,
            brought=self.brought,
            beside=frozenset(self.beside),
            imports=tuple(self.imports),
            handed_on=tuple(self.handed),
            requirements=tuple(self.requirements),
            definitions=tuple(self.definitions),
            traces=tuple(self.traces),
            words=self.words,
            texts=self.texts,
            unread=tuple(self.unread),
        )

    def _unread(
        self, path: str, code: Code, message: str, at: Position = WHOLE_FILE
    ) -> None:
        finding = Finding(code=code, message=message, position=at)
        self.unread.append(Found(self.name, path, finding))

    @deep_trees()
    def _code(self, file: File) -> None:
        path = file.path
        try:
            data = self.tree.read(path)
            document = read(path, data)
            here = where(self.tree, file, is_notebook=_is_notebook(path, document))
            if here.site == "foreign":
                self._foreign(document, here)
                return
            self.imports += code.imports(document, here)
            self.imports += code.imports_by_name(document, here)
            if path.endswith(".pyi") and here.module:
                # What it says of a module is for type checkers; of one that is
                # compiled, there is no more.
                self.modules.setdefault(here.module, path)
                self.names.setdefault(here.module, frozenset("*"))
            elif here.site == "package":
                self.modules[here.module] = path
                self.names[here.module] = names.bound(document, here)
                self.handed += code.handed_on(document, here)
                self.definitions += names.definitions(document, here)
            else:
                self._beside(path)
            self.words[path] = names.words(document)
            self.traces += self.tracer.of_code(document)
        except FileRefused as error:
            if is_foreign(self.tree, path):
                # What tests read may be no Python, on purpose.
                return
            finding = error.finding
            self._unread(path, finding.code, finding.message, finding.position)
            return
        except (OSError, RecursionError) as error:
            self._unread(path, Code.UNREADABLE, str(error))
            return
        if script.has_block(data) and not in_string(document, script.START):
            self._manifest(path)

    def _foreign(self, document: Document, here: Where) -> None:
        """Take what matters of a file that is kept, and not the project's own code."""
        self.imports += code.imports(document, here)
        self.words[here.path] = names.words(document)
        if here.module:
            self.modules.setdefault(here.module, here.path)
            self.names.setdefault(here.module, names.bound(document, here))

    def _beside(self, path: str) -> None:
        path, suffix = os.path.splitext(path)
        if suffix not in PYTHON:
            return
        self.beside.add(path)
        while path := path.rpartition("/")[0]:
            # The slash tells a folder from a file.
            self.beside.update((path, f"{path}/"))

    def _text(self, path: str) -> None:
        self.traces += self.tracer.of_path(path)
        if self.tree.size(path) > _MOST:
            return
        try:
            text = self.tree.read(path).decode("utf-8", "replace")
        except OSError:
            # Nothing that matters to Python.
            return
        if len(text) <= _MOST:
            self.words[path] = frozenset(names.IDENTIFIER.findall(text))
            if elsewhere.kind_of(path):
                self.texts[path] = text

    def _manifest(self, path: str) -> None:
        try:
            data = self.tree.read(path)
            text = data.decode("utf-8-sig", "replace")
            if path.endswith(PYPROJECT):
                self._project(os.path.dirname(path), pyproject.read(data))
            elif path.endswith(".py"):
                self.scopes.add(path)
            for scope, listing in lists(self.tree, path, text):
                self.scopes.add(scope)
                self.requirements += requirements(
                    listing, scope, path, text, self.projects
                )
        except (OSError, ValueError, TypeError, RecursionError) as error:
            self._unread(path, Code.MANIFEST_NOT_PARSED, str(error))

    def _project(self, folder: str, content: dict[str, Any]) -> None:
        """Take what a pyproject.toml says of itself."""
        project = pyproject.table(content, "project")
        poetry = pyproject.table(pyproject.table(content, "tool"), "poetry")
        if own := pyproject.name_of(content) or distribution(
            str(poetry.get("name", ""))
        ):
            self.distributions[folder] = own
            if not folder:
                self.version = str(project.get("version", ""))
        if project or poetry:
            self.scopes.add(folder)
            self.projects.add(folder)
        if "dependencies" in _texts(project.get("dynamic")):
            self.opaque.add(folder)
        build = pyproject.table(content, "build-system").get("requires")
        if "cython" in map(distribution, _texts(build)):
            # import cython  says to its compiler what Python does not say.
            self._exempt("DEP001", ["cython"])
        deptry = pyproject.table(pyproject.table(content, "tool"), "deptry")
        for rule, named in pyproject.table(deptry, "per_rule_ignores").items():
            self._exempt(rule, _texts(named))
        brought = pyproject.table(deptry, "package_module_name_map")
        for name, modules in brought.items():
            self.brought[canonical(name)] = frozenset(_texts(modules))

    def _exempt(self, rule: str, names: Iterable[str]) -> None:
        self.exempt[rule] = self.exempt.get(rule, frozenset()) | {*names}

    def _is_opaque(self, folder: str) -> bool:
        """Return whether what is required stands where it is not read."""
        beside = (os.path.join(folder, name) for name in _ELSEWHERE)
        return folder not in self.projects and any(map(self.tree.kind, beside))


def _texts(value: Any) -> list[str]:
    """Return the strings that a value is, or has."""
    listed = value if isinstance(value, list) else [value]
    return [one for one in listed if isinstance(one, str)]


def _is_notebook(path: str, document: Document) -> bool:
    from dr_refit.python.namespaces import is_cell

    if path.endswith(".ipynb"):
        return True
    return any(is_cell(n) for f in document.fragments for n in f.source.tree.body)
