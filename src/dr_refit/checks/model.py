"""What repositories say of themselves, and what checks find in them, as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Final, Literal

from dr_refit.findings import WHOLE_FILE, Finding, Position
from dr_refit.names import import_name, root
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from dr_refit.checks.rules import Rules
    from dr_refit.checks.said import Definition, Trace
    from dr_refit.codes import Code
    from dr_refit.migration.model import Migration
    from dr_refit.wheels.stock import Stock

    #: Where code stands. package: in what is installed; script: beside it; foreign:
    #: tests read it as data, or another project's code is kept so.
    type Site = Literal["package", "test", "notebook", "script", "foreign"]

#: The layers of a fleet that names none, from the bottom to the top: nothing may import
#: from a layer above its own.
LAYERS: Final = ("utility", "domain", "project", "application")


def is_in(path: str, folder: str) -> bool:
    """Return whether a path is in a folder, or is it; all are in the empty one."""
    return not folder or f"{path}/".startswith(f"{folder}/")


class Import(NamedTuple):
    """One alias of an import statement."""

    path: str
    position: Position
    #: Absolute; a relative one outside of all packages keeps its dots.
    module: str
    #: What is taken from it; `*`: all names. Empty: the module itself.
    name: str
    site: Site
    #: The dotted name of the file's own module; empty: it has none.
    importer: str = ""
    #: It runs when a function is called; only type checkers read it; a `try` around it
    #: hides that it fails.
    deferred: bool = False
    typing: bool = False
    guarded: bool = False
    #: The last line of its statement.
    last: int = 0
    #: The codes that comments beside it ignore.
    ignored: frozenset[str] = frozenset()

    @property
    def package(self) -> str:
        """The top-level package; empty where that is not known."""
        return root(self.module)

    @property
    def dotted(self) -> str:
        """All that is named of it."""
        taken = self.name if self.name != "*" else ""
        return f"{self.module}.{taken}" if taken else self.module

    def has(self, position: Position) -> bool:
        """Return whether something stands on one of the lines of its statement."""
        line = position.line
        return (
            position.cell == self.position.cell
            and self.position.line <= line <= self.last
        )


class Requirement(NamedTuple):
    """A requirement of a manifest."""

    path: str
    position: Position
    #: As it is written, and the distribution in its one spelling.
    text: str
    distribution: str
    #: The folder that it is for; of a script with metadata, its path.
    scope: str
    #: The list in the manifest, `project.dependencies` say.
    listing: str
    #: It is for working on the project, and not for what is installed.
    dev: bool = False
    #: It stands in a list that a project has beside its own: of pins, or for a machine.
    extra: bool = False
    ignored: frozenset[str] = frozenset()

    def covers(self, path: str) -> bool:
        """Return whether a file may count on it."""
        return is_in(path, self.scope)


@dataclass(frozen=True, kw_only=True)
class Repository:
    """What one repository says; nothing of it was run."""

    name: str
    layer: str = ""
    #: The distribution of its root, in its one spelling; empty: none is declared.
    distribution: str = ""
    #: Its version; empty: it is not written down.
    version: str = ""
    #: All distributions that it declares, by the folder of their manifest.
    distributions: Mapping[str, str] = field(default_factory=dict)
    #: Its modules, dotted, and where they are.
    modules: Mapping[str, str] = field(default_factory=dict)
    #: Module -> all names that it binds as it is loaded; `*`: others as well.
    names: Mapping[str, frozenset[str]] = field(default_factory=dict)
    #: Files of no module, without their suffix, and the folders that they are in.
    beside: frozenset[str] = frozenset()
    imports: tuple[Import, ...] = ()
    #: Imported names that its modules have for others.
    handed_on: tuple[Import, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    #: The folders, and the scripts, that say what they require; those of them that say
    #: it in a way that is not read.
    scopes: frozenset[str] = frozenset()
    opaque: frozenset[str] = frozenset()
    #: File -> the codes that its settings ignore there.
    ignored: Mapping[str, frozenset[str]] = field(default_factory=dict)
    #: What its settings of deptry say: names that a rule of it does not matter for, and
    #: the modules that distributions bring.
    exempt: Mapping[str, frozenset[str]] = field(default_factory=dict)
    brought: Mapping[str, frozenset[str]] = field(default_factory=dict)
    definitions: tuple[Definition, ...] = ()
    traces: tuple[Trace, ...] = ()
    #: File -> the identifiers that it uses, in strings too, but for definitions.
    words: Mapping[str, frozenset[str]] = field(default_factory=dict)
    #: Other files in which distributions may be named: setup.py, environments of conda,
    #: Docker, CI.
    texts: Mapping[str, str] = field(default_factory=dict)
    #: What could not be read.
    unread: tuple[Found, ...] = ()

    @property
    def package(self) -> str:
        """Its import name."""
        return import_name(self.name)

    @cached_property
    def packages(self) -> frozenset[str]:
        """The top-level packages that its modules are in."""
        return frozenset(map(root, self.modules))

    def has_beside(self, each: Import) -> bool:
        """Return whether an import means a file of its own, which is in no package."""
        folder = each.path
        while folder:
            folder = folder.rpartition("/")[0]
            if f"{folder}/{each.package}".lstrip("/") in self.beside:
                return True
        # sys.path.insert(0, "scripts");  of tests, folders of examples are as likely.
        return any(
            each.site == "test" or f"{path}/" not in self.beside
            for path in self._by_name.get(each.package, ())
        )

    @cached_property
    def _by_name(self) -> Mapping[str, list[str]]:
        """Name -> the files, and the folders, that are called so."""
        found: dict[str, list[str]] = {}
        for path in sorted(self.beside):
            found.setdefault(path.rpartition("/")[2], []).append(path)
        return found


class Member(NamedTuple):
    """A package of the family, read or not."""

    package: str
    layer: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Family:
    """Repositories that build on each other."""

    repositories: tuple[Repository, ...]
    #: All packages; within a layer one builds on those that stand before it.
    members: tuple[Member, ...] = ()
    #: From the bottom to the top.
    layers: tuple[str, ...] = LAYERS
    #: Packages that nothing may import.
    retired: frozenset[str] = frozenset()
    #: What moved out of packages.
    migrations: tuple[Migration, ...] = ()
    rules: Rules
    #: Wheels of dependencies; None: nobody has named any.
    stock: Stock | None = None
    #: Repositories that could not be read.
    unread: tuple[Found, ...] = ()
    #: All members were read: what nobody here uses, nobody uses.
    whole: bool = False


class Found(NamedTuple):
    """A finding, and where it is."""

    repository: str
    path: str
    finding: Finding
    #: A comment beside it says that it does not count.
    ignored: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Edge:
    """What one managed package has of another, as measured."""

    #: Import names.
    importer: str
    imported: str
    #: Where it is imported: path and line, sorted.
    places: tuple[tuple[str, int], ...]
    #: Where manifests require it, likewise.
    required: tuple[tuple[str, int], ...] = ()
    #: Why it must not be; empty: it may.
    violation: str = ""

    @property
    def verb(self) -> str:
        """What the importer does with the other."""
        return "imports" if self.places else "requires"

    @property
    def where(self) -> str:
        """The first place, and how many more there are."""
        (path, line), *more = self.places or self.required
        return f"{path}:{line}{f' and {len(more)} more' if more else ''}"

    @property
    def why(self) -> str:
        """Why it must not be."""
        return f"{'' if self.places else f'requires {self.imported}: '}{self.violation}"

    @property
    def reason(self) -> str:
        """Why it must not be, and where it is."""
        return f"{self.why} ({self.where})"


class Check:
    """One thing to look for: a module each. Its docstring is the message."""

    code: ClassVar[Code]

    def find(self, family: Family) -> Iterator[Found]:
        """Yield what is found in the repositories of a family."""
        raise NotImplementedError

    def found(
        self,
        repository: str,
        path: str,
        position: Position = WHOLE_FILE,
        ignored: Collection[str] = (),
        **values: object,
    ) -> Found:
        """Return what was found, with the values that the message names.

        `ignored` are the codes that comments beside it ignore.
        """
        message = (self.__doc__ or "").removesuffix(".").format(**values)
        finding = Finding(code=self.code, message=message, position=position)
        return Found(repository, path, finding, self.code in ignored)


@dataclass(frozen=True, kw_only=True, slots=True)
class Audit:
    """What an audit found."""

    found: tuple[Found, ...]
    #: How many were found that the baseline accepts.
    accepted: int = 0
    #: What there is to say beside, line by line.
    said: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        """2: something could not be read; 1: something belongs elsewhere; else 0."""
        levels = {one.finding.level for one in self.found}
        return 2 if "error" in levels else int("warning" in levels)
