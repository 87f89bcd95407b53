"""What manifests, and files beside them, name that is gone: its words, and a note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.codemod.mentions import is_value, note
from dr_refit.codemod.old_names import Names
from dr_refit.findings import Position
from dr_refit.manifests import toml_text, toml_values
from dr_refit.manifests.names import canonical, distribution
from dr_refit.migration.resolution import HomeMissing, Moved, Removed, Unknown
from dr_refit.names import root
from dr_refit.patterns import regex
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from dr_refit.codemod.manifests.importers import Imported
    from dr_refit.codemod.result import Run
    from dr_refit.findings import Finding

#: What of a pyproject.toml forbids, leaves alone, or may be called like, what is gone.
_MEANT = regex(
    r"tool\0codemod\0.*|tool\0ruff\0.*banned-api\0.*"
    r"|tool\0importlinter\0.*\0forbidden_modules\0.*"
    r"|(?:project|tool\0poetry)\0(?:gui-)?scripts\0.*"
)
#: What has a name as people call it:  - name: Install a
_LABEL = regex(rb"\s*(?:-\s+)?(?:name:|LABEL\b)")


class Left(NamedTuple):
    """A name in a line, and whether a program looks it up."""

    line: int
    name: str
    is_value: bool


class Leftovers:
    """A search for names of what nothing imports any more."""

    def __init__(self, run: Run, imported: Imported) -> None:
        self._table = run.seen
        self._names = Names(self._table)
        #: Distribution -> what is named as long as that is there.
        self._of: dict[str, set[str]] = {}
        self._alive: set[str] = set()
        self._dropped: set[str] = set()
        #: Package, or distribution -> what became of it.
        self._gone: dict[str, str] = {}
        for one in run.table.migrations:
            dropped = canonical(one.distribution or "")
            self._of[dropped] = {dropped, *one.roots, *one.commands}
            if imported.still.get(one.id):
                self._alive |= self._of[dropped]
            elif dropped not in {"", run.project.owner}:
                self._dropped |= self._of[dropped]
            needed = imported.needed(one.id, run.results)
            self._gone[dropped] = verdict(one.fate, {*map(distribution, needed)})
            became = verdict(one.fate, imported.homes_of(one, run.results))
            self._gone.update(dict.fromkeys(one.roots - {dropped}, became))

    def of(self, text: str, owner: str = "") -> Iterator[Left]:
        """Yield the names in a text; `owner`: the distribution that it is of."""
        data = text.encode()
        alive = self._alive | self._of.get(owner, set())
        for found in self._names.found(data):
            name = found.text
            each = {name, root(name), canonical(name)}
            is_old = self._names.is_old(name) or not self._dropped.isdisjoint(each)
            if is_old and (alive.isdisjoint(each) or self.is_moved(name)):
                begins = data.rfind(b"\n", 0, found.start) + 1
                yield Left(
                    data.count(b"\n", 0, begins) + 1,
                    name,
                    is_value(data, found.start, found.stop)
                    and not _LABEL.match(data, begins),
                )

    def note(
        self, text: str, known: Collection[int], owner: str = ""
    ) -> Iterator[Finding]:
        """Yield one note on all lines of a text of which nothing is said yet."""
        places = {
            Position(line=one.line): one.name
            for one in self.of(text, owner)
            if one.line not in known
        }
        if places:
            yield note(places, "manifests")

    def of_manifest(
        self, path: str, text: str, said: Iterable[Finding], owner: str
    ) -> Iterator[Finding]:
        """Yield such a note on a manifest; `said`: what is said of it."""
        if not path.endswith(".py"):
            known = {one.position.line for one in said}
            known |= _meant(text) if path.endswith(".toml") else set()
            yield from self.note(text, known, owner)

    def is_moved(self, name: str) -> bool:
        """Return whether a name is another one now, whatever became of its package."""
        is_command = name in self._table.index.commands
        resolution = self._table.resolve(name.replace(":", "."))
        return is_command or isinstance(resolution, Moved)

    def now(self, name: str) -> str:
        """Return what a name is called now, its parts divided as they were: a.b:c."""
        return self._names.renamed(name)

    def became(self, name: str) -> str:
        """Return what became of a name, as the rest of a sentence."""
        if new := self._table.index.commands.get(name):
            return f"is called {new} now"
        if (new := self.now(name)) != name:
            return f"is {new} now"
        name = name.replace(":", ".")
        match self._table.resolve(name):
            case Moved(new=new):
                return f"is {new} now"
            case Removed(advice=advice) | Unknown(advice=advice) if advice:
                return f"is gone: {advice}"
            case HomeMissing(advice=advice):
                return f"stays: {advice}"
        if is_gone := self._gone.get(name, self._gone.get(canonical(name))):
            return is_gone
        package = root(name)
        return f"is of {package}, which {self._gone.get(package, 'is gone')}"


def _meant(text: str) -> set[int]:
    """Return the lines that are right to name what is gone."""
    return {
        toml_text.line(text, path[:depth])
        for path, _ in toml_values.strings(toml_values.read(text))
        if _MEANT.fullmatch("\0".join(map(str, path)))
        for depth in (len(path) - 1, len(path))
    }


def verdict(fate: str, heirs: Collection[str]) -> str:
    """Return what to say of what nothing imports, and what to write instead."""
    instead = " or ".join(sorted(heirs))
    what = f"write {instead}" if instead else "name what it is for"
    return f"{fate}: {what}, or delete it"
