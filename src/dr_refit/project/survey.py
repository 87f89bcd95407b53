"""The project that files belong to: its name, modules and requirements."""

from __future__ import annotations

import os
from contextlib import suppress
from copy import copy
from functools import cached_property, partial
from itertools import islice
from typing import TYPE_CHECKING

from dr_refit import settings
from dr_refit.codes import Code
from dr_refit.findings import MARKED
from dr_refit.names import root
from dr_refit.project.beside import hidden_beside, modules_beside, surface_of
from dr_refit.project.ignores import per_file_ignores
from dr_refit.project.local import (
    Retired,
    is_project,
    local_modules,
    owner_of,
    source_of,
)
from dr_refit.project.outside import UNUSED, Outside
from dr_refit.project.requirements import Declared, Needed, declared
from dr_refit.python.surface import Surface
from dr_refit.settings import Settings
from dr_refit.tree.discover import discover
from dr_refit.tree.model import ancestors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from dr_refit.codes import Kind
    from dr_refit.project.readers import Readers
    from dr_refit.project.renaming import Renaming
    from dr_refit.python.sinks import Sink
    from dr_refit.tree.discover import File
    from dr_refit.tree.model import Tree

    #: Package -> how the tree of its repository is had; None: it cannot be had.
    type Others = Mapping[str, Callable[[], Tree | None]]


def settings_of(tree: Tree, path: str) -> Settings:
    """Read the settings of the project that a path belongs to.

    They are not searched for above the path's repository. Raises RefitError, with file
    and line, for wrong ones.
    """
    start = path if tree.kind(path) == "folder" else os.path.dirname(path)
    for folder in ancestors(tree, start):
        file = os.path.join(folder, "pyproject.toml")
        if tree.kind(file) not in {None, "folder"}:
            # In a commit, a link leads nowhere.
            with suppress(FileNotFoundError):
                return settings.parse(file, tree.read(file), folder)
        if tree.kind(os.path.join(folder, ".git")):
            break
    return Settings(root=tree.resolve(""))


class Project:
    """What is known of a project; found out when it is first asked for."""

    def __init__(
        self,
        tree: Tree,
        root: str,
        retired: Mapping[str, Retired],
        others: Others,
        own: Settings,
    ) -> None:
        self.tree = tree
        #: Path -> the codes that are not reported there.
        self.ignored = per_file_ignores(tree, own)
        self._marks = own.marks
        self._kinds = own.kinds
        self.root = root
        self._retired = retired
        self._others = others
        self._known: dict[str, Project | None] = {}
        self._local: dict[str, dict[str, str]] = {}
        self._packages: dict[str, str] = {}
        self._surfaces: dict[str, Surface] = {}
        self._hidden: dict[str, Mapping[str, str]] = {}
        self._outside: Mapping[str, Outside] = {}
        self._needed: Mapping[str, Needed] = {}
        #: A package of its own that is called otherwise from now on.
        self.renaming: Renaming | None = None

    @cached_property
    def owner(self) -> str:
        """Its own distribution, normalised; empty: none is declared."""
        return owner_of(self.tree, self.root)

    @cached_property
    def requirements(self) -> tuple[Declared, ...]:
        """What its pyproject.toml and its requirements files ask for."""
        try:
            names = sorted(entry.name for entry in self.tree.scan(self.root))
        except OSError:
            return ()
        paths = [os.path.join(self.root, name) for name in names]
        return tuple(found for path in paths for found in declared(self.tree, path))

    @cached_property
    def modules(self) -> Mapping[str, str]:
        """Its modules, dotted, and where they are."""
        files = discover(self.tree, [self.root])
        return {
            file.module: file.path
            for file in files
            if file.module and file.path.endswith(".py")
        }

    def has_package(self, name: str) -> bool:
        """Return whether a top-level package is in the project's own source."""
        return bool(self._source_of(name))

    def provides(self, dotted: str) -> bool:
        """Return whether its own source has a module, or a name and what is in it."""
        package = root(dotted)
        return self.has_package(package) and self._surface(package).reaches(dotted)

    def requires(self, package: str) -> bool:
        """Return whether its manifests ask for the distribution of a package."""
        return any(one.is_for(package) for one in self.requirements)

    def requires_at_least(self, requirement: str) -> bool:
        """Return whether they ask for no version older than a requirement does."""
        return any(one.is_at_least(requirement) for one in self.requirements)

    def covers(self, module: str) -> bool:
        """Return whether a package of its own has another thing by a module's name."""
        package = root(module)
        return self.has_package(package) and self._surface(package).covers(module)

    def other(self, package: str) -> Project | None:
        """Return the repository beside this one that has a package, if it is known."""
        if package not in self._known:
            tree = self._others[package]() if package in self._others else None
            self._known[package] = survey(tree, "", {}) if tree else None
        return self._known[package]

    def _source_of(self, package: str) -> str:
        """Return the folder of a top-level package; empty: it is none of its own."""
        if package not in self._packages:
            self._packages[package] = source_of(self.tree, self.root, package)
        return self._packages[package]

    def _surface(self, package: str) -> Surface:
        if package not in self._surfaces:
            self._surfaces[package] = surface_of(self.tree, self._source_of(package))
        return self._surfaces[package]

    def packages(self, file: File) -> Iterator[str]:
        """Yield what the package of a file may be called, the shortest name first.

        Above those with an `__init__.py` each folder may be one without (PEP 420).
        """
        package = file.package
        yield package
        folder = os.path.dirname(file.path)
        known = package.count(".") + 1 if package else 0
        for here in islice(ancestors(self.tree, folder), known, None):
            name = os.path.basename(here)
            if is_project(self.tree, here) or not name.isidentifier():
                return
            package = f"{name}.{package}" if package else name
            yield package

    def outside(self, path: str) -> Outside:
        """Return what other files do with a module."""
        return self._outside.get(path, UNUSED)

    def with_outside(self, known: Mapping[str, Outside]) -> Project:
        """Return the project of which is known what is done with modules, by paths."""
        other = copy(self)
        other._outside = known  # noqa: SLF001 - its own
        return other

    def needed(self, migration: str) -> Needed:
        """Return what its code needs for what a migration moved."""
        return self._needed.get(migration, Needed())

    def with_needed(self, needed: Mapping[str, Needed]) -> Project:
        """Return the project of which is known what its code needs, by migrations."""
        other = copy(self)
        other._needed = needed  # noqa: SLF001 - its own
        return other

    def reads(self, dotted: str) -> bool:
        """Return whether the module of a name is the project's own, and reads it."""
        return self._readers.reads(dotted)

    def copies(self, dotted: str) -> tuple[str, ...]:
        """List the names to which its modules bind one as they are loaded."""
        return self._readers.copies(dotted)

    @cached_property
    def sinks(self) -> Callable[[str, str, bool], tuple[Sink, ...]]:
        """What takes a constant of a file in others; `each`: the values in it."""
        from dr_refit.project.constants import Constants  # rarely needed

        return Constants(self.tree, self.root).sinks

    def has_name(self, module: str, name: str) -> bool:
        """Return whether a module is the project's own, and has a name, as it seems."""
        return module in self.modules and self._every.has(f"{module}.{name}")

    @cached_property
    def _every(self) -> Surface:
        read = self.tree.read
        modules = {name: partial(read, path) for name, path in self.modules.items()}
        return Surface(modules, trusting=True)

    @cached_property
    def _readers(self) -> Readers:
        from dr_refit.project.readers import Readers  # rarely needed

        return Readers(self.modules, self.tree.read)

    def local_modules(self, path: str) -> Mapping[str, str]:
        """Map each retired name to the local module that it means in a file."""
        if not self._retired:
            return {}
        folder = os.path.dirname(path)
        if folder not in self._local:
            self._local[folder] = local_modules(self.tree, folder, self._retired)
        return self._local[folder]

    def wants(self, kind: Kind) -> bool:
        """Return whether a run asks for what is of a kind."""
        return kind in self._kinds

    def is_marked(self, path: str) -> bool:
        """Return whether a comment is to keep what no exception tells in a file."""
        code = Code.BEHAVIOUR_CHANGED_SILENTLY
        return self._marks and path.endswith(MARKED) and code not in self.ignored(path)

    def beside(self, folder: str, names: Iterable[str]) -> Mapping[str, str]:
        """Map modules beside a script to their files, if one has one of the names."""
        return modules_beside(self.tree, folder, names)

    def hidden(
        self, folder: str, homes: Mapping[str, Sequence[str]]
    ) -> Mapping[str, str]:
        """Map the names that code could not import to the file that hides them.

        Beside a script, or its package, is looked first. `homes`: package -> names.
        """
        resolve = self.tree.resolve
        if folder not in self._hidden:
            # What the project's own package is to have is asked elsewhere.
            homes = {
                package: names
                for package, names in homes.items()
                if resolve(os.path.join(folder, package))
                != resolve(self._source_of(package))
            }
            self._hidden[folder] = hidden_beside(self.tree, folder, homes)
        return self._hidden[folder]

    def is_typed(self, path: str) -> bool:
        """Return whether a file is a stub, or of a package with a `py.typed`."""
        if path.endswith(".pyi"):
            return True
        for folder in ancestors(self.tree, os.path.dirname(path)):
            if self.tree.kind(os.path.join(folder, "py.typed")) == "file":
                return True
            if self.tree.kind(os.path.join(folder, "__init__.py")) != "file":
                return False
        return False


def survey(
    tree: Tree,
    root: str,
    retired: Mapping[str, Retired],
    others: Others | None = None,
    own: Settings | None = None,
) -> Project:
    """Return what is known of the project at a root.

    `retired`: packages that local modules may hide; `others`: repositories by package.
    """
    return Project(tree, root, retired, others or {}, own or Settings(root=root))
