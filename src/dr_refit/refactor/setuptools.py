"""What setuptools has to be told: the packages of a project, and the data in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.manifests import toml_text, toml_values
from dr_refit.names import is_under, root

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_PACKAGES = ("tool", "setuptools", "packages")
_DATA = ("tool", "setuptools", "package-data")


def with_packages(text: str, packages: Iterable[str]) -> str:
    """Return a manifest that lists packages, if it lists any."""
    listed = toml_values.get(text, _PACKAGES) if text else None
    for name in sorted({*packages} - {*listed}) if isinstance(listed, list) else ():
        size = len(toml_values.get(text, _PACKAGES))
        text = toml_text.with_element(text, _PACKAGES, size, name)
    return text


def moved(source: str, target: str, moves: Mapping[str, str]) -> tuple[str, str]:
    """Return both manifests, what one said of modules that left in the other one."""
    listed = toml_values.get(source, _PACKAGES) if source else None
    gone = [
        at
        for at, name in enumerate(listed if isinstance(listed, list) else ())
        if any(is_under(str(name), old) for old in moves)
    ]
    for at in reversed(gone):
        source = toml_text.without_element(source, _PACKAGES, at)
    data = (toml_values.get(source, _DATA) if source else None) or {}
    for key, patterns in data.items():
        for pattern in patterns:
            for old, new in moves.items():
                whole = f"{key.replace('.', '/')}/{pattern}"
                inside = whole.removeprefix(f"{old.replace('.', '/')}/")
                if inside == whole:
                    continue
                home = f"{new.replace('.', '/')}/{inside}".partition("/")[2]
                target = _with_data(target, root(new), home)
                source = _without_data(source, key, pattern)
    return source, target


def _with_data(text: str, package: str, pattern: str) -> str:
    """Return the manifest of a project that setuptools builds, with data."""
    listed = toml_values.get(text, (*_DATA, package)) if text else None
    backend = toml_values.get(text, ("build-system", "build-backend")) if text else ""
    if (
        listed is None
        and text
        and str(backend or "setuptools").startswith("setuptools")
    ):
        statement = f"{package} = [{toml_values.encoded(pattern)}]"
        return toml_text.with_statement(text, _DATA, statement)
    if not listed or pattern in listed:
        return text
    return toml_text.with_element(text, (*_DATA, package), len(listed), pattern)


def _without_data(text: str, key: str, pattern: str) -> str:
    path = (*_DATA, key)
    listed = toml_values.get(text, path)
    if len(listed) == 1:
        return toml_text.without(text, path)
    return toml_text.without_element(text, path, listed.index(pattern))
