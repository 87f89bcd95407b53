"""The versions of Python that a project is for, raised to what its new imports need."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dr_refit.codes import Code
from dr_refit.findings import Finding, Position
from dr_refit.manifests import requirements, toml_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.manifests.toml_text import Path

_KEYS: tuple[Path, ...] = (("project", "requires-python"), ("requires-python",))


def raised(text: str, needed: str) -> tuple[str, tuple[Finding, ...]]:
    """Raise `requires-python` where it lets through what is too old; say what lags."""
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    path = next((k for k in _KEYS if isinstance(toml_text.get(text, k), str)), None)
    if path is None:
        return text, ()
    old = toml_text.get(text, path)
    try:
        have, want = SpecifierSet(old), SpecifierSet(needed)
        if not requirements.agree(have, want):
            message = f"requires-python is {old}, and the new imports need {needed}"
            return text, (_at(text, path, Code.REQUIREMENT_LEFT, message),)
        new = requirements.bounded(old, want)
    except InvalidSpecifier:
        return text, ()
    if new == old:
        return text, ()
    text = toml_text.with_string(text, path, new)
    message = f"requires-python is {new} now, which the new imports need"
    if lagging := [*_lagging(text, requirements.lowest(want))]:
        message += f"; behind it are {', '.join(lagging)}"
    return text, (_at(text, path, Code.PYTHON_RAISED, message),)


def _lagging(text: str, lowest: object) -> Iterator[str]:
    """Yield what still names a version of Python that is too old."""
    minor = re.fullmatch(r"3\.(\d+).*", str(lowest))
    for path, value in toml_text.strings(toml_text.read(text)) if minor else ():
        says = re.fullmatch(
            r"Programming Language :: Python :: 3\.(\d+)"
            if path[:2] == ("project", "classifiers")
            else r"(?:py3|3\.)(\d+)",
            value,
        )
        is_one = path[:2] == ("project", "classifiers") or path[-1] in {
            "target-version",
            "python_version",
            "pythonVersion",
        }
        if says and minor and is_one and int(says[1]) < int(minor[1]):
            yield f"{value} (line {toml_text.line(text, path)})"


def _at(text: str, path: Path, code: Code, message: str) -> Finding:
    return Finding(
        code=code, message=message, position=Position(line=toml_text.line(text, path))
    )
