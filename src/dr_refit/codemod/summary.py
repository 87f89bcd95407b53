"""What changed and what is left, kind by kind: every format prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.codes import KINDS
from dr_refit.plural import counted
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dr_refit.codemod.result import FileResult
    from dr_refit.codes import Kind
    from dr_refit.findings import Finding


class Summary(NamedTuple):
    """What became of one kind."""

    kind: Kind
    #: The paths of files in which something of it changed.
    changed: tuple[str, ...]
    #: What there is to say of it, and in which files.
    found: tuple[tuple[str, Finding], ...]

    @property
    def left(self) -> int:
        """How much of it a person has to look at."""
        return sum(finding.level != "note" for _, finding in self.found)

    @property
    def notes(self) -> int:
        """How much of it is only good to know."""
        return len(self.found) - self.left

    def counts(self, *, dry: bool) -> str:
        """Return its counts, as people read them."""
        number = len(self.changed)
        would = "would change" if dry else "changed"
        files, notes = f"{counted(number, 'file')} {would}", counted(self.notes, "note")
        parts = [(number, files), (self.left, f"{self.left} left"), (self.notes, notes)]
        return ", ".join(text for count, text in parts if count)


def by_kind(results: Iterable[FileResult]) -> Iterator[Summary]:
    """Yield a summary for each kind of which there is something to say."""
    every = tuple(results)
    for kind in KINDS:
        changed = tuple(one.path for one in every if kind in one.kinds)
        found = tuple(
            (one.path, finding)
            for one in every
            for finding in one.findings
            if finding.kind == kind
        )
        if changed or found:
            yield Summary(kind, changed, found)
