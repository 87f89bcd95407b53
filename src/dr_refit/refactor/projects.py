"""The projects of one repository: what their manifests need as modules move."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from dr_refit.manifests import pyproject, toml_values
from dr_refit.names import root
from dr_refit.records import NamedTuple
from dr_refit.refactor import crossing, needs
from dr_refit.refactor.supplies import goods_of, who

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dr_refit.refactor.change import Draft
    from dr_refit.refactor.places import Place
    from dr_refit.tree.discover import File

_NAME = "pyproject.toml"
_TESTS = frozenset({"", "test", "tests"})


class _Moving(NamedTuple):
    """A module that moves from one project to another."""

    pairs: Sequence[tuple[Place, Place]]
    own: frozenset[str]
    entries: Mapping[str, str]


def follow(
    draft: Draft, files: Sequence[File], moved: Sequence[tuple[Place, Place]]
) -> None:
    """Change the manifests of projects that modules leave, reach, or are taken by.

    `files` have the packages that they are in afterwards. Raises RefitError where two
    projects would need each other, or private names of another one.
    """
    projects = _Projects(draft, files)
    for old, new in moved:
        source, target = map(projects.of, (old.path, new.path))
        if source and target and source != target:
            projects.follow(old, new, (source, target))


class _Projects:
    def __init__(self, draft: Draft, files: Sequence[File]) -> None:
        self._draft, self._files = draft, files
        every = {
            file.path: draft.content(file.path)
            for file in files
            if f"/{file.path}".endswith(f"/{_NAME}")
            if _is_toml(draft.content(file.path))
        }
        #: Those that declare a distribution, the innermost first.
        named = [path for path, data in every.items() if pyproject.name_in(data)]
        self._manifests = sorted(named, key=len, reverse=True)
        self._is_workspace = any(
            toml_values.get(data.decode(), ("tool", "uv", "workspace"))
            for data in every.values()
        )

    def of(self, path: str) -> str:
        """Return the manifest of the project that a path is in; empty: none."""
        inside = (m for m in self._manifests if path.startswith(m.removesuffix(_NAME)))
        return next(inside, "")

    def follow(self, old: Place, new: Place, manifests: tuple[str, str]) -> None:
        source, target = manifests
        content = self._draft.content
        arrived = [file for file in self._files if old.holds(file.path)]
        by_project: dict[str, list[File]] = {}
        for file in self._files:
            if not (old.holds(file.path) or new.holds(file.path)):
                by_project.setdefault(self.of(file.path), []).append(file)
        staying = [f for f in by_project.get(source, ()) if f.path != source]
        own, beside = (
            {root(f.package) for f in by_project.get(one, ())} - _TESTS
            for one in manifests
        )
        there = [*crossing.crossings(arrived, content, own - beside)]
        taken = {
            one: [*crossing.crossings(by_project[one], content, [new.module])]
            for one in by_project.keys() - {"", target}
        }
        back = taken.get(source, [])
        crossing.check_private(
            [*there, *(one for found in taken.values() for one in found)]
        )
        crossing.check_circle(there, back)
        moving = _Moving(
            [(old, new)], frozenset(own | beside), {new.module: new.module}
        )
        text, other = (content(one).decode() for one in manifests)
        goods = goods_of(
            moving, (staying, content), (arrived, content), (there, back), text
        )
        goods = goods._replace(is_workspace=self._is_workspace)
        for path, done in zip(
            manifests, needs.shipped(text, other, goods), strict=True
        ):
            self._draft.rewrite(path, partial(_written, done.text))
            self._draft.say(path, done.findings)
        for path, found in taken.items():
            if found and path != source:
                write = partial(
                    needs.requiring,
                    name=pyproject.name_in(other.encode()),
                    dev=who(found) == "tests",
                    is_workspace=self._is_workspace,
                )
                self._draft.rewrite(path, write)


def _is_toml(data: bytes) -> bool:
    try:
        return bool(toml_values.read(data.decode()))
    except (ValueError, RecursionError):
        return False


def _written(new: str, _: str) -> str:
    return new
