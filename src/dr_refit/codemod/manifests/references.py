"""Modules and objects that a pyproject.toml names: renamed where that is certain."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dr_refit.codemod.manifests import unlisted
from dr_refit.codemod.manifests.dependencies import Edited
from dr_refit.codes import Code
from dr_refit.findings import Finding, Position
from dr_refit.manifests import requirements, toml_text, toml_values
from dr_refit.manifests.names import canonical
from dr_refit.names import root
from dr_refit.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Collection

    from dr_refit.codemod.manifests.importers import Imported
    from dr_refit.codemod.manifests.leftovers import Leftovers
    from dr_refit.codemod.result import Run
    from dr_refit.manifests.toml_values import Path
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
#: A task: "a --x && python b.py"
_RUN = r"(?:\A|&&|\|\||;|\||\brun)\s*"
#: Lists of packages by their kind: what takes the place of one is of its kind.
_SORTED = regex(r"known[-_].*")


def renamed(
    text: str,
    run: Run,
    imported: Imported,
    leftovers: Leftovers,
    owner: str,
    above: Path,
) -> Edited:
    """Rename what moved in a file, and say what else names a retired package.

    `owner`: the distribution of the file, of which no package is retired to it;
    `above`: where what it has would be in a pyproject.toml.
    """
    table = run.seen
    named = [
        one
        for one in table.migrations
        if one.distribution and canonical(one.distribution) != owner
    ]
    gone = [one for one in named if not imported.still[one.id]]
    retired = {package for one in named for package in one.retired}
    retired |= {package for one in gone for package in one.roots}
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
        canonical(one.distribution or ""): unlisted.Gone(
            one.fate,
            [*requirements.merge(imported.needed(one.id, run.results), owner)],
        )
        for one in gone
    }
    findings = [*unlisted.requiring(text, needed, above)]
    commands = {old: new for one in gone for old, new in one.commands.items()}
    task = re.compile(rf"{_RUN}({'|'.join(map(re.escape, commands))})(?![\w./-])")
    for path, value in [*toml_values.strings(toml_values.read(text))]:
        found = name.search(value)
        dotted = "\0".join(map(str, (*above, *path)))
        if unlisted.OTHERS.fullmatch(dotted):
            continue
        if dotted == unlisted.TOX:
            findings += unlisted.in_tox(text, value, named, table)
            continue
        if commands and dotted.startswith("tool\0") and (run_as := task.search(value)):
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
            findings.append(_said(text, path, left[0], table, leftovers))
    tools: Path = () if above else ("tool",)
    for path, key in toml_values.keys(toml_values.get(text, tools), tools):
        whole = (*above, *path)
        is_other = unlisted.OTHERS.fullmatch("\0".join(map(str, whole)))
        is_other = is_other or unlisted.TABLE.search(str(whole[-2]))
        if not is_other and name.fullmatch(key) and root(key) in retired:
            findings.append(_said(text, path, key, table, leftovers))
    return Edited(text, tuple(dict.fromkeys(findings)))


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


def _said(
    text: str, path: Path, name: str, table: MoveTable, leftovers: Leftovers
) -> Finding:
    new = _now(name, table)
    became = leftovers.became(name.replace(":", "."))
    return _found(text, path, f"{name} {became if new == name else f'is {new} now'}")


def _found(text: str, path: Path, message: str) -> Finding:
    return Finding(
        code=Code.NAME_IN_VALUE,
        message=message,
        position=Position(line=toml_text.line(text, path)),
    )
