"""Whom a change touches: module by module, along all that loads them."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from typing import TYPE_CHECKING

from dr_refit.checks.flow import edges, homes, imports_of, reached
from dr_refit.names import prefixes
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from dr_refit.checks.model import Edge, Family, Import, Repository

    #: A repository, by its name, and a file in it.
    type File = tuple[str, str]


class Affected(NamedTuple):
    """A repository that a change touches."""

    package: str
    #: How, with the first place.
    why: str
    changed: bool = False
    #: Whether what is installed of it is touched; else tests, notebooks and scripts.
    installed: bool = True


def affected(
    family: Family, changes: Mapping[str, Collection[str]]
) -> tuple[Affected, ...]:
    """Return the repositories that a change touches, in the order of their release.

    `changes`: repository -> the paths that differ. A file is touched that differs, or
    loads one that is; by a manifest, the whole package. What requires a package that is
    touched, and imports nothing of it, counts as well: nobody can see what it uses.
    """
    found = [*edges(family)]
    touched = {one.package: one for one in _Search(family, changes).repositories()}
    while more := {
        edge.importer: _requiring(edge)
        for edge in found
        if not edge.places and edge.importer not in touched
        if edge.imported in touched and touched[edge.imported].installed
    }:
        touched |= more
    return tuple(touched[name] for name in _in_order(touched, found, family))


def _requiring(edge: Edge) -> Affected:
    why = f"requires {edge.imported}, and imports nothing of it ({edge.where})"
    return Affected(edge.importer, why, installed=False)


class _Search:
    """From the files that differ to all that load them."""

    def __init__(self, family: Family, changes: Mapping[str, Collection[str]]) -> None:
        self._family = family
        self._changes = changes
        self._homes = homes(family)
        self._names = {one.package: one.name for one in family.repositories}
        #: Package -> the modules of its repository, and where they are.
        self._modules = {
            one.package: self._modules_of(one) for one in family.repositories
        }

    def repositories(self) -> Iterator[Affected]:
        """Yield those that are touched; what differs beside packages touches nobody."""
        causes = self._touched()
        for one in self._family.repositories:
            installed = {*self._modules[one.package].values()}
            here = {
                path: why for (name, path), why in causes.items() if name == one.name
            }
            inside = {path: why for path, why in here.items() if path in installed}
            changed = [path for path, why in inside.items() if why is None]
            if changed:
                more = f" and {len(changed) - 1} more" * (len(changed) > 1)
                yield Affected(
                    one.package, f"changed ({changed[0]}{more})", changed=True
                )
                continue
            for path, cause in (inside or here).items():
                if cause is not None:
                    target = (
                        f"{cause.module}.{cause.name}" if cause.name else cause.module
                    )
                    why = f"imports {target} ({path}:{cause.position.line})"
                    yield Affected(one.package, why, installed=bool(inside))
                    break

    def _touched(self) -> dict[File, Import | None]:
        """Map the touched files to the import by which they are; None: they differ."""
        loading: dict[File, list[tuple[File, Import]]] = defaultdict(list)
        for one in self._family.repositories:
            for each in one.imports:
                for file in self._loaded(one, each):
                    loading[file].append(((one.name, each.path), each))
        causes: dict[File, Import | None] = dict.fromkeys(self._different())
        waiting = [*causes]
        for file in waiting:
            for importer, each in loading[file]:
                if importer not in causes:
                    causes[importer] = each
                    waiting.append(importer)
        return causes

    def _loaded(self, one: Repository, each: Import) -> Iterator[File]:
        """Yield the files that an import loads: a module, and the packages above."""
        if one.has_beside(each):
            return
        is_own = each.package in one.packages
        home = one.package if is_own else self._homes.get(each.package, "")
        name = f".{each.name}" if each.name not in {"", "*"} else ""
        for module in prefixes(f"{each.module}{name}"):
            if path := self._modules.get(home, {}).get(module):
                yield self._names[home], path

    def _different(self) -> Iterator[File]:
        for one in self._family.repositories:
            paths = {*self._modules[one.package].values()}
            for changed in sorted(self._changes.get(one.name, ())):
                folder = posixpath.dirname(changed)
                if changed in paths or changed.endswith(".py"):
                    yield one.name, changed
                elif posixpath.basename(changed) == "pyproject.toml":
                    below = f"{folder}/" if folder else ""
                    yield from (
                        (one.name, p) for p in sorted(paths) if p.startswith(below)
                    )
                else:
                    yield from (
                        (one.name, path) for path in _packages_of(folder, paths)
                    )

    def _modules_of(self, one: Repository) -> dict[str, str]:
        """Return the modules of a repository, those that were deleted too."""
        modules = dict(one.modules)
        there = {*modules.values()}
        tops = {one.package, *one.packages}
        for path in self._changes.get(one.name, ()):
            if path.endswith(".py") and path not in there:
                parts = path.removesuffix(".py").removesuffix("/__init__").split("/")
                start = next((n for n, part in enumerate(parts) if part in tops), None)
                if start is not None:
                    modules.setdefault(".".join(parts[start:]), path)
        return modules


def _packages_of(folder: str, paths: Collection[str]) -> Iterator[str]:
    """Yield the package that a file of data is in; one without a file: its modules."""
    while folder:
        if here := {path for path in paths if posixpath.dirname(path) == folder}:
            package = f"{folder}/__init__.py"
            yield from [package] if package in here else sorted(here)
            return
        folder = posixpath.dirname(folder)


def _in_order(
    packages: Collection[str], found: Iterable[Edge], family: Family
) -> Iterator[str]:
    """Yield packages after all that they build on; a circle in the fleet's order."""
    among = [one for one in found if {one.importer, one.imported} <= {*packages}]
    below = imports_of(among)
    # Whoever builds on a package reaches all that it does, and the package itself.
    builds_on = {name: {name} | reached(name, below) for name in packages}
    place = {one.package: n for n, one in enumerate(family.repositories)}
    yield from sorted(packages, key=lambda name: (len(builds_on[name]), place[name]))
