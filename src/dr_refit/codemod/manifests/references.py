"""Modules and objects that a pyproject.toml names: renamed where that is certain."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dr_refit.codemod.manifests.dependencies import Edited
from dr_refit.codes import Code
from dr_refit.findings import Finding, Position
from dr_refit.manifests import elsewhere, requirements, toml_text, toml_values
from dr_refit.manifests.names import canonical, distribution
from dr_refit.migration.resolution import HomeMissing, Moved, Removed, Unknown
from dr_refit.names import root
from dr_refit.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from dr_refit.codemod.manifests.importers import Imported
    from dr_refit.codemod.result import Run
    from dr_refit.manifests.toml_values import Path
    from dr_refit.migration.model import Migration
    from dr_refit.migration.table import MoveTable

#: Where a dotted name is one of a module, or of an object in it; * is any key.
_PLACES = (
    "project.scripts.*",
    "project.gui-scripts.*",
    "project.entry-points.*.*",
    "build-system.build-backend",
    "tool.poetry.scripts.*",
    "tool.poetry.scripts.*.reference",
    "tool.poetry.scripts.*.callable",
    "tool.poetry.plugins.*.*",
    "tool.pdm.scripts.*.call",
    "tool.flit.scripts.*",
    "tool.isort.*.*",
    "tool.ruff.isort.*.*",
    "tool.ruff.lint.isort.*.*",
    "tool.mypy.plugins.*",
    "tool.mypy.overrides.*.module",
    "tool.mypy.overrides.*.module.*",
    "tool.coverage.run.source.*",
    "tool.coverage.run.source_pkgs.*",
    "tool.importlinter.root_package",
    "tool.importlinter.root_packages.*",
    "tool.importlinter.contracts.*.*.*",
    "tool.pytest.addopts",
    "tool.pytest.addopts.*",
    "tool.pytest.filterwarnings.*",
    "tool.pytest.ini_options.addopts",
    "tool.pytest.ini_options.addopts.*",
    "tool.pytest.ini_options.filterwarnings.*",
)
_KNOWN = regex(
    "|".join(
        re.escape(one).replace(r"\.", "\0").replace(r"\*", "[^\0]+") for one in _PLACES
    )
)
#: tool.pixi.feature.a.pypi-dependencies
_TABLE = regex(r"dependencies\Z")
_LIST = regex(r"(?:deps|dependencies|requires)\Z")
#: A task: "a --x && python b.py"
_RUN = r"(?:\A|&&|\|\||;|\||\brun)\s*"
_TOX = "tool\0tox\0legacy_tox_ini"
#: Lists of packages by their kind: what takes the place of one is of its kind.
_SORTED = regex(r"known[-_].*")
#: What is prose, about others, or forbids what is retired.
_OTHERS = regex(
    r"tool\0codemod\0.*|project\0(?:name|description|readme|urls|keywords|authors"
    r"|dependencies|optional-dependencies|license)\b.*|dependency-groups\0.*"
    r"|tool\0(?:uv|pdm)\0.*dependenc.*|tool\0uv\0sources\0.*|tool\0hatch\0envs\0.*dependenc.*"
    r"|tool\0poetry\0(?:name|description|.*dependencies\b.*)"
    r"|tool\0ruff\0.*banned-api\0.*|tool\0importlinter\0.*\0forbidden_modules\0.*"
)


def renamed(text: str, run: Run, imported: Imported, owner: str) -> Edited:
    """Rename what moved in a file, and say what else names a retired package.

    `owner`: the distribution of the file, of which no package is retired to it.
    """
    table = run.table.of(run.project)
    named = [
        one
        for one in table.migrations
        if one.distribution and canonical(one.distribution) != owner
    ]
    retired = {package for one in named for package in one.roots}
    gone = [one for one in named if not imported.still[one.id]]
    #: What nothing imports any more, and the packages that are imported instead.
    homes = {
        package: imported.homes_of(one, run.results)
        for one in gone
        for package in one.roots
    }
    own = {
        package
        for one in table.migrations
        if one.distribution and canonical(one.distribution) == owner
        for package in one.roots
    }
    roots = sorted({*table.roots} - own)
    every = "|".join(map(re.escape, roots))
    name = re.compile(
        rf"(?<![\w./@-])(?:{every})(?:\.\w+)*(?::[A-Za-z_][\w.]*)?(?![\w/-])"
    )
    needed = {
        canonical(one.distribution or ""): requirements.merge(
            imported.needed(one.id, run.results), owner
        )
        for one in gone
    }
    findings = [*_required(text, needed)]
    commands = {old: new for one in gone for old, new in one.commands.items()}
    task = re.compile(rf"{_RUN}({'|'.join(map(re.escape, commands))})(?![\w./-])")
    for path, value in [*toml_values.strings(toml_values.read(text))]:
        found = name.search(value)
        dotted = "\0".join(map(str, path))
        if _OTHERS.fullmatch(dotted):
            continue
        if dotted == _TOX:
            findings += _in_tox(text, value, named, table)
            continue
        if commands and path[0] == "tool" and (run_as := task.search(value)):
            what = f"is called {commands[run_as[1]]} now"
            findings.append(_found(text, path, f"{run_as[1]} {what}"))
        if found is None:
            continue
        is_known = _KNOWN.fullmatch(dotted) is not None
        if is_known and _SORTED.fullmatch(str(path[-2])) and value in retired:
            if value in homes:
                text = _sorted(text, path[:-1], value, homes[value])
            continue
        new = name.sub(lambda one: _now(one[0], table), value) if is_known else value
        if new != value:
            text = toml_text.with_string(text, path, new)
        left = name.search(new)
        if left and root(left[0].replace(":", ".")) in retired:
            findings.append(_said(text, path, left[0], table))
    return Edited(text, tuple(findings))


def _required(text: str, gone: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    """Yield where a table that is not known requires what is retired.

    `gone`: distribution -> what is needed instead.
    """
    for path, key in _names(toml_values.read(text)):
        listed = "\0".join(map(str, path))
        if path[0] not in {"tool", "build-system"} or _OTHERS.fullmatch(listed):
            continue
        line = toml_text.line(text, path)
        if listed == _TOX:
            # A tox.ini within.
            line += _first_line(text, line)
            for old, new in gone.items():
                for one in elsewhere.requiring("tox.ini", key, old):
                    yield _left(old, new, line + one.number - 1, one.write)
        elif requirements.parsed(key) and (old := distribution(key)) in gone:
            yield _left(old, gone[old], line, _written(path, key))
        elif " " in key:
            # before-test = "pip install a-b"
            for old, new in gone.items():
                for one in elsewhere.requiring("Makefile", key, old):
                    yield _left(old, new, line, one.write)


def _in_tox(
    text: str, value: str, named: Sequence[Migration], table: MoveTable
) -> Iterator[Finding]:
    """Yield where a tox.ini within names what is called otherwise now."""
    line = toml_text.line(text, (*_TOX.split("\0"),))
    line += _first_line(text, line) - 1
    for one in named:
        old = one.distribution or ""
        for at in elsewhere.naming("tox.ini", value, old, one.roots, one.commands):
            new = one.commands.get(at.text)
            what = f"called {new}" if new else table.new_name(at.text)
            if what:
                yield Finding(
                    code=Code.NAME_IN_VALUE,
                    message=f"{at.text} is {what} now",
                    position=Position(line=line + at.number),
                )


def _first_line(text: str, line: int) -> int:
    """Return 1 where a string begins on the line below its key."""
    opening = text.splitlines()[line - 1].rstrip()
    return int(opening.endswith(('"""', "'''")))


def _written(path: Path, key: str) -> Callable[[Sequence[str]], str] | None:
    """Return how requirements are written in a table, or a list; None: not there."""
    if path[-1] == key:
        return elsewhere.entries if _TABLE.search(str(path[-2])) else None
    return elsewhere.strings if _LIST.search(str(path[-2])) else None


def _left(
    old: str,
    new: Sequence[str],
    line: int,
    write: Callable[[Sequence[str]], str] | None,
) -> Finding:
    """Return what there is to say of a requirement, and to write if that is known."""
    what = (
        f"write `{write(new)}`"
        if write and new
        else "name what it is for, or delete it"
    )
    return Finding(
        code=Code.REQUIREMENT_LEFT if write else Code.NAME_IN_VALUE,
        message=f"{old} is retired: {what}",
        position=Position(line=line),
    )


def _names(value: object, at: Path = ()) -> Iterator[tuple[Path, str]]:
    """Yield all keys and strings that are no module: with a hyphen, or required."""
    if isinstance(value, str) and "-" in value:
        yield at, value
    elif isinstance(value, (dict, list)):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in pairs:
            is_required = bool(at) and _TABLE.search(str(at[-1])) is not None
            if isinstance(key, str) and ("-" in key or is_required):
                yield (*at, key), key
            yield from _names(inner, (*at, key))


def _sorted(text: str, path: Path, old: str, new: Collection[str]) -> str:
    """Put packages in the place of one in a list, each once."""
    listed = toml_values.get(text, path)
    missing = sorted({*new} - {*listed})
    at = listed.index(old)
    if not missing:
        return toml_text.without_element(text, path, at)
    text = toml_text.with_string(text, (*path, at), missing[0])
    for number, one in enumerate(missing[1:], at + 1):
        text = toml_text.with_element(text, path, number, one)
    return text


def _now(name: str, table: MoveTable) -> str:
    """Return what a name is called now, its parts divided as they were."""
    module, colon, attribute = name.partition(":")
    new = table.new_name(f"{module}.{attribute}" if colon else module)
    if not new or not colon:
        return new or name
    parts = new.split(".")
    depth = len(parts) - attribute.count(".") - 1
    return f"{'.'.join(parts[:depth])}:{'.'.join(parts[depth:])}" if depth else name


def _said(text: str, path: Path, name: str, table: MoveTable) -> Finding:
    dotted = name.replace(":", ".")
    resolution = table.resolve(dotted)
    match resolution:
        case Moved():
            what = f"is {_now(name, table)} now"
        case Removed(advice=advice) | Unknown(advice=advice) if advice:
            what = f"is gone: {advice}"
        case HomeMissing(advice=advice):
            what = f"stays: {advice}"
        case _ if name == root(dotted):
            what = "is retired: name what it is for, or delete it"
        case _:
            what = f"is of {root(dotted)}, which is retired: name what it is for"
    return _found(text, path, f"{name} {what}")


def _found(text: str, path: Path, message: str) -> Finding:
    return Finding(
        code=Code.NAME_IN_VALUE,
        message=message,
        position=Position(line=toml_text.line(text, path)),
    )
