"""Lists of requirements in manifests: read, and edited so that all else stays.

A list is known by where it is in its file, so that one edit of the file's text can
follow another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from dr_refit.manifests import poetry, requirements_txt, toml_text, toml_values
from dr_refit.manifests.names import distribution, of_tests

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from dr_refit.manifests.toml_values import Path


class Listing(Protocol):
    """A list of requirements somewhere in a file. Indexes are those of `texts`."""

    @property
    def label(self) -> str:
        """What it is called in its file; empty: it is all of the file."""

    @property
    def dev(self) -> bool:
        """Whether it is for working on the project, and not for what is installed."""

    @property
    def only_limits(self) -> bool:
        """Whether it asks for nothing, and says which versions are meant."""

    def texts(self, text: str) -> list[str]:
        """Return the requirements (PEP 508), each as far as it is one, in order."""

    def installed(self, text: str) -> list[str]:
        """Return those that are installed whatever else of its file is."""

    def line(self, text: str, index: int) -> int:
        """Return the line of a requirement."""

    def replaced(self, text: str, index: int, by: Sequence[str]) -> str:
        """Return the file with some requirements, or none, in the place of one."""

    def added(self, text: str, requirement: str) -> str:
        """Return the file with one more requirement."""


@dataclass(frozen=True, slots=True)
class _Value:
    """A value of a TOML file."""

    path: Path
    dev: bool = False
    only_limits: bool = False

    @property
    def label(self) -> str:
        """Its keys."""
        return ".".join(map(str, self.path))


@dataclass(frozen=True, slots=True)
class Array(_Value):
    """An array of strings."""

    def texts(self, text: str) -> list[str]:
        """List its strings; of a group that it includes, nothing."""
        found = toml_values.get(text, self.path) or []
        return [one if isinstance(one, str) else "" for one in found]

    def installed(self, text: str) -> list[str]:
        """List its strings, unless it is an extra, a group or an environment."""
        return self.texts(text) if self.path == ("project", "dependencies") else []

    def line(self, text: str, index: int) -> int:
        """Return the line of an element."""
        return toml_text.line(text, (*self.path, index))

    def replaced(self, text: str, index: int, by: Sequence[str]) -> str:
        """Put strings in the place of one; the first has its comment."""
        if not by:
            return toml_text.without_element(text, self.path, index)
        text = toml_text.with_string(text, (*self.path, index), by[0])
        for number, one in enumerate(by[1:], index + 1):
            text = toml_text.with_element(text, self.path, number, one)
        return text

    def added(self, text: str, requirement: str) -> str:
        """Add a string where the order asks for it, else at the end."""
        if toml_values.get(text, self.path) is None:
            key = f"{self.path[-1]} = [{toml_values.encoded(requirement)}]"
            return toml_text.with_statement(text, self.path[:-1], key)
        names = [distribution(one) for one in self.texts(text)]
        at = len(names)
        if at > 1 and names == sorted(names):
            at = sum(name < distribution(requirement) for name in names)
        return toml_text.with_element(text, self.path, at, requirement)


@dataclass(frozen=True, slots=True)
class Table(_Value):
    """A table of Poetry's: distribution = version."""

    def _keys(self, text: str) -> list[str]:
        found = toml_values.get(text, self.path) or {}
        return [key for key in found if key != "python"]

    def texts(self, text: str) -> list[str]:
        """List what the entries come to."""
        found = toml_values.get(text, self.path) or {}
        return [poetry.requirement(key, found[key]) for key in self._keys(text)]

    def installed(self, text: str) -> list[str]:
        """List what the entries come to that are not optional, unless in a group."""
        found = toml_values.get(text, self.path) or {}
        texts = zip(self._keys(text), self.texts(text), strict=True)
        return [one for key, one in texts if not (self.dev or _optional(found[key]))]

    def line(self, text: str, index: int) -> int:
        """Return the line of an entry."""
        return toml_text.line(text, (*self.path, self._keys(text)[index]))

    def replaced(self, text: str, index: int, by: Sequence[str]) -> str:
        """Put entries in the place of one."""
        key = self._keys(text)[index]
        path = (*self.path, key)
        is_optional = _optional(toml_values.get(text, path))
        if is_optional:
            text = _in_extras(text, key, [distribution(one) for one in by])
        if not by:
            return toml_text.without(text, path)
        name = distribution(by[0])
        after = key if name == distribution(key) else name
        text = toml_text.with_entry(
            text, path, after, poetry.value(by[0], optional=is_optional)
        )
        for one in reversed(by[1:]):
            entry = poetry.entry(one, optional=is_optional)
            text = toml_text.with_statement(text, self.path, entry, after)
        return text

    def added(self, text: str, requirement: str) -> str:
        """Add an entry at the end."""
        return toml_text.with_statement(text, self.path, poetry.entry(requirement))


def _optional(value: object) -> bool:
    return isinstance(value, dict) and value.get("optional") is True


def _in_extras(text: str, old: str, new: Sequence[str]) -> str:
    """Name other distributions in Poetry's extras, which list optional ones."""
    for extra in _keys(text, "tool", "poetry", "extras"):
        array = Array(("tool", "poetry", "extras", extra))
        for index, name in enumerate(array.texts(text)):
            if distribution(name) == distribution(old):
                text = array.replaced(text, index, new)
                break
    return text


@dataclass(frozen=True, slots=True)
class Lines:
    """A requirements file."""

    dev: bool = False
    only_limits: bool = False
    label: str = ""

    def texts(self, text: str) -> list[str]:
        """List the requirements of its lines."""
        return [one.requirement + one.marker for one in requirements_txt.lines(text)]

    def installed(self, text: str) -> list[str]:
        """List all of them."""
        return self.texts(text)

    def line(self, text: str, index: int) -> int:
        """Return the line of a requirement."""
        return requirements_txt.lines(text)[index].number

    def replaced(self, text: str, index: int, by: Sequence[str]) -> str:
        """Put lines in the place of one; the first has its comment."""
        return requirements_txt.replaced(text, index, by)

    def added(self, text: str, requirement: str) -> str:
        """Add a line where the order asks for it, else at the end."""
        return requirements_txt.added(text, requirement)


@dataclass(frozen=True, slots=True)
class Inline:
    """A list in a block of comments of a script (PEP 723)."""

    inner: Array
    around: Callable[[str, Callable[[str], str]], str]
    block: Callable[[str], tuple[str, int]]
    dev: bool = False
    only_limits: bool = False
    label: str = "script"

    def texts(self, text: str) -> list[str]:
        """List what the block lists."""
        return self.inner.texts(self.block(text)[0])

    def installed(self, text: str) -> list[str]:
        """List all of them."""
        return self.texts(text)

    def line(self, text: str, index: int) -> int:
        """Return the line of a requirement."""
        content, line = self.block(text)
        return line + self.inner.line(content, index)

    def replaced(self, text: str, index: int, by: Sequence[str]) -> str:
        """Put strings in the place of one."""
        return self.around(text, lambda toml: self.inner.replaced(toml, index, by))

    def added(self, text: str, requirement: str) -> str:
        """Add a string."""
        return self.around(text, lambda toml: self.inner.added(toml, requirement))


def in_hatch(text: str) -> Iterator[Listing]:
    """Yield the lists of a hatch.toml. Raises ValueError likewise."""
    return _checked(text, _of_hatch(text, "envs"))


def in_uv(text: str) -> Iterator[Listing]:
    """Yield the lists of a uv.toml. Raises ValueError likewise."""
    return _checked(text, _of_uv(text))


def in_pyproject(text: str) -> Iterator[Listing]:
    """Yield the lists of a pyproject.toml; those first that are installed.

    Raises ValueError where one of them is no list, or no table.
    """
    return _checked(text, _in_pyproject(text))


def _checked(text: str, listings: Iterable[Array | Table]) -> Iterator[Listing]:
    for listing in listings:
        expected = dict if isinstance(listing, Table) else list
        if not isinstance(toml_values.get(text, listing.path) or expected(), expected):
            kind = "table" if isinstance(listing, Table) else "array"
            raise ValueError(f"{listing.label} is no {kind}")  # noqa: TRY004 - a wrong text
        yield listing


def _in_pyproject(text: str) -> Iterator[Array | Table]:
    if "project" in toml_values.read(text):
        dynamic = toml_values.get(text, ("project", "dynamic"))
        if not isinstance(dynamic, list | None):
            raise ValueError("project.dynamic is no array")
        if "dependencies" not in (dynamic or ()):
            yield Array(("project", "dependencies"))
        for extra in _keys(text, "project", "optional-dependencies"):
            path = ("project", "optional-dependencies", extra)
            yield Array(path, dev=of_tests(extra))
    in_poetry = _keys(text, "tool", "poetry")
    if "dependencies" in in_poetry:
        yield Table(("tool", "poetry", "dependencies"))
    if "dev-dependencies" in in_poetry:
        yield Table(("tool", "poetry", "dev-dependencies"), dev=True)
    for group in _keys(text, "tool", "poetry", "group"):
        yield Table(("tool", "poetry", "group", group, "dependencies"), dev=True)
    groups: tuple[tuple[str, ...], ...] = (
        ("dependency-groups",),
        ("tool", "pdm", "dev-dependencies"),
    )
    for above in groups:
        yield from (Array((*above, key), dev=True) for key in _keys(text, *above))
    yield from _of_hatch(text, "tool", "hatch", "envs")
    yield from _of_uv(text, "tool", "uv")


def _of_hatch(text: str, *envs: str) -> Iterator[Array]:
    for environment in _keys(text, *envs):
        for key in ("dependencies", "extra-dependencies"):
            listed = (*envs, environment, key)
            if toml_values.get(text, listed) is not None:
                yield Array(listed, dev=True)


def _of_uv(text: str, *uv: str) -> Iterator[Array]:
    for key in ("dev", "constraint", "override", "build-constraint"):
        listed = (*uv, f"{key}-dependencies")
        if toml_values.get(text, listed) is not None:
            yield Array(listed, dev=key == "dev", only_limits=key != "dev")


def _keys(text: str, *path: str) -> list[str]:
    table = toml_values.get(text, path)
    return [*table] if isinstance(table, dict) else []
