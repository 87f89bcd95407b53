"""The versions of Python that a project is for, raised to what its new imports need."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from dr_refit.codes import Code
from dr_refit.findings import Finding, Position
from dr_refit.manifests import poetry, requirements, toml_text, toml_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dr_refit.manifests.toml_values import Path
    from dr_refit.tree.model import Tree

_POETRY = ("tool", "poetry", "dependencies", "python")
_KEYS: tuple[Path, ...] = (
    ("project", "requires-python"),
    ("requires-python",),
    _POETRY,
)
#: Keys of tools whose value is a version of Python, or a list of such.
_LAGGING = frozenset(["target-version", "python_version", "pythonVersion"])


def raised(text: str, needed: str, pinned: str = "") -> tuple[str, tuple[Finding, ...]]:
    """Raise `requires-python` where it lets through what is too old; say what lags.

    `pinned`: the content of the `.python-version` beside the file.
    """
    findings: list[Finding] = []
    for path in _KEYS:
        if isinstance(toml_values.get(text, path), str):
            text, found = _raised(text, path, needed, pinned)
            findings += found
    return text, tuple(findings)


def raised_in_script(text: str, needed: str) -> str:
    """Raise it likewise; nothing else of a script knows a version."""
    return raised(text, needed)[0]


def pinned(tree: Tree, path: str) -> str:
    """Return the content of the `.python-version` beside a file; empty: none."""
    beside = os.path.join(os.path.dirname(path), ".python-version")
    return tree.read(beside).decode() if tree.kind(beside) == "file" else ""


def _raised(
    text: str, path: Path, needed: str, pinned: str
) -> tuple[str, Iterable[Finding]]:
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    old, key = toml_values.get(text, path), path[-1]
    # Poetry's: ^3.9 is >=3.9,<4
    bounds = poetry.specifier(old) if path == _POETRY else old
    try:
        have, want = SpecifierSet(bounds), SpecifierSet(needed)
        if not requirements.agree(have, want):
            message = f"{key} is {old}, and the new imports need {needed}"
            return text, [_at(text, path, Code.REQUIREMENT_LEFT, message)]
        new = requirements.bounded(bounds, want)
    except InvalidSpecifier:
        return text, ()
    if new == bounds:
        return text, ()
    text = toml_text.with_string(text, path, new)
    message = f"{key} is {new} now, which the new imports need"
    if lagging := [*_lagging(text, requirements.lowest(want), pinned)]:
        message += f"; behind it are {', '.join(lagging)}"
    return text, [_at(text, path, Code.PYTHON_RAISED, message)]


def _lagging(text: str, lowest: object, pinned: str) -> Iterator[str]:
    """Yield what still names a version of Python that is too old."""
    minor = re.fullmatch(r"3\.(\d+).*", str(lowest))
    if minor is None:
        return
    for path, value in toml_values.strings(toml_values.read(text)):
        is_classifier = "classifiers" in path
        says = re.fullmatch(
            r"Programming Language :: Python :: 3\.(\d+)"
            if is_classifier
            else r"(?:py3|3\.)(\d+)",
            value,
        )
        is_one = is_classifier or not _LAGGING.isdisjoint(path[-2:])
        if says and is_one and int(says[1]) < int(minor[1]):
            yield f"{value} (line {toml_text.line(text, path)})"
    says = re.match(r"\s*(?:cpython-?)?3\.(\d+)", pinned)
    if says and int(says[1]) < int(minor[1]):
        yield f".python-version ({pinned.split(maxsplit=1)[0]})"


def _at(text: str, path: Path, code: Code, message: str) -> Finding:
    return Finding(
        code=code, message=message, position=Position(line=toml_text.line(text, path))
    )
