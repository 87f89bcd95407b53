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
    from collections.abc import Collection, Iterator

    from dr_refit.codemod.manifests.importers import Imported
    from dr_refit.codemod.manifests.leftovers import Leftovers
    from dr_refit.codemod.result import Run
    from dr_refit.manifests.toml_values import Path

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
#: Lists of packages: what takes the place of one is of its kind.
_PACKAGES = regex(r"known[-_].*|module|source_pkgs|root_packages")


class References:
    """What moved, as the files of one distribution name it."""

    def __init__(
        self, run: Run, imported: Imported, leftovers: Leftovers, owner: str
    ) -> None:
        """Take what is named; no package is retired to the distribution it is of."""
        self._table = table = run.seen
        self._leftovers = leftovers
        owned = [
            (one, canonical(one.distribution) == owner)
            for one in table.migrations
            if one.distribution
        ]
        self._named = [one for one, is_own in owned if not is_own]
        gone = [one for one in self._named if not imported.still[one.id]]
        #: What nothing imports any more, and the packages that are imported instead.
        self._homes = {
            package: imported.homes_of(one, run.results)
            for one in gone
            for package in one.roots
        }
        self._retired = {package for one in self._named for package in one.retired}
        self._retired |= self._homes.keys()
        self._needed = {
            canonical(one.distribution or ""): unlisted.Gone(
                one.fate,
                [*requirements.merge(imported.needed(one.id, run.results), owner)],
            )
            for one in gone
        }
        self._commands = {old: new for one in gone for old, new in one.commands.items()}
        commands = "|".join(map(re.escape, self._commands))
        self._task = re.compile(rf"{_RUN}({commands})(?![\w./-])")
        own = {name for one, is_own in owned if is_own for name in one.roots}
        roots = "|".join(map(re.escape, sorted({*table.roots} - own)))
        self._name = re.compile(
            rf"(?<![\w./@-])(?:{roots})(?:\.\w+)*(?::[A-Za-z_][\w.]*)?(?![\w/-])"
        )

    def renamed(self, text: str, above: Path) -> Edited:
        """Rename what moved in a file, and say what else names a retired package.

        `above`: where what it has would be in a pyproject.toml.
        """
        findings = [*unlisted.requiring(text, self._needed, above)]
        for path, value in [*toml_values.strings(toml_values.read(text))]:
            dotted = "\0".join(map(str, (*above, *path)))
            if unlisted.OTHERS.fullmatch(dotted):
                continue
            if dotted == unlisted.TOX:
                findings += unlisted.in_tox(text, value, self._named, self._table)
                continue
            is_tool = dotted.startswith("tool\0")
            if self._commands and is_tool and (task := self._task.search(value)):
                what = f"is called {self._commands[task[1]]} now"
                findings.append(_found(text, path, f"{task[1]} {what}"))
            elif self._name.search(value):
                text, said = self._value(text, path, value, dotted)
                findings += said
        findings += self._keys(text, above)
        return Edited(text, tuple(dict.fromkeys(findings)))

    def _value(
        self, text: str, path: Path, value: str, dotted: str
    ) -> tuple[str, list[Finding]]:
        """Rename a value where that is certain; return the text, and what is left."""
        is_known = _KNOWN.fullmatch(dotted) is not None
        if isinstance(path[-1], int):
            # More or fewer may be before it by now.
            listed = toml_values.get(text, path[:-1])
            path = (*path[:-1], listed.index(value))
            name = str(path[-2])
            if is_known and _PACKAGES.fullmatch(name):
                package, dot, _ = value.partition(".*")
                if package in self._retired and package not in self._homes:
                    # It is imported still.
                    return text, []
                moved = {self._leftovers.now(package)} - {package}
                homes = {f"{one}{dot}" for one in self._homes.get(package, moved)}
                if homes or (package in self._homes and name.startswith("known")):
                    return _instead(text, path, homes), []
        now = value
        if is_known:
            now = self._name.sub(lambda one: self._leftovers.now(one[0]), value)
            text = toml_text.with_string(text, path, now) if now != value else text
        left = self._name.search(now)
        return text, [*self._said(text, path, left[0])] if left else []

    def _keys(self, text: str, above: Path) -> Iterator[Finding]:
        """Yield the keys that are retired packages."""
        tools: Path = () if above else ("tool",)
        for path, key in toml_values.keys(toml_values.get(text, tools), tools):
            whole = (*above, *path)
            is_other = unlisted.OTHERS.fullmatch("\0".join(map(str, whole)))
            is_other = is_other or unlisted.TABLE.search(str(whole[-2]))
            if not is_other and self._name.fullmatch(key):
                yield from self._said(text, path, key)

    def _said(self, text: str, path: Path, name: str) -> Iterator[Finding]:
        """Yield that a name is one of a retired package, if it is."""
        if root(name.replace(":", ".")) in self._retired:
            yield _found(text, path, f"{name} {self._leftovers.became(name)}")


def _instead(text: str, path: Path, new: Collection[str]) -> str:
    """Put packages in the place of one in a list, each once."""
    above, at = path[:-1], int(path[-1])
    missing = sorted({*new} - {*toml_values.get(text, above)})
    if not missing:
        return toml_text.without_element(text, above, at)
    text = toml_text.with_string(text, path, missing[0])
    for number, one in enumerate(missing[1:], at + 1):
        text = toml_text.with_element(text, above, number, one)
    return text


def _found(text: str, path: Path, message: str) -> Finding:
    return Finding(
        code=Code.NAME_IN_VALUE,
        message=message,
        position=Position(line=toml_text.line(text, path)),
    )
