"""The values that travel from step to step."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, kw_only=True, slots=True)
class Move:
    """One dotted name and the dotted name it has now."""

    old: str
    new: str
    #: A module or package: everything under it moves along.
    module: bool = False
    #: The public names a whole module had; any other is unknown. None: not listed.
    names: frozenset[str] | None = None
    #: PEP 508 requirement that brings `new`, version cap and extra included.
    requirement: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """What changed in a name's behaviour; `silent`: wrong results, no exception."""

    text: str
    silent: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Migration:
    """What moved where: one `codemods/*.toml`, or the `--move`s of one run."""

    id: str
    title: str = ""
    moves: tuple[Move, ...] = ()
    #: Names that stay where they are, whatever moves around them.
    kept: frozenset[str] = frozenset()
    #: Dotted name -> one line of advice.
    removed: Mapping[str, str] = field(default_factory=dict)
    #: Dotted old name -> what changed.
    notes: Mapping[str, Note] = field(default_factory=dict)
    #: Top-level packages known to their last name: what is not listed never existed.
    retired: frozenset[str] = frozenset()
    #: The distribution to drop once nothing imports it.
    distribution: str | None = None

    @property
    def roots(self) -> frozenset[str]:
        """The top-level packages it speaks of."""
        names = {*(move.old for move in self.moves), *self.kept, *self.removed}
        return self.retired | {name.partition(".")[0] for name in names}


Level = Literal["error", "warning", "note"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """Something seen that a person must decide, or should know."""

    code: str
    message: str
    #: 1-based, in characters; 0 where a finding belongs to the whole file.
    line: int = 0
    column: int = 0
    #: error: the file was left alone (exit 2); warning: left for a person (1).
    level: Level = "warning"


@dataclass(frozen=True, slots=True)
class Import:
    """One binding an import statement makes: `from module import name as local`.

    Without a name: `import module`, or `import module as local`.
    """

    module: str
    name: str = ""
    #: Empty where the name, or the module's first part, binds itself.
    local: str = ""

    @property
    def text(self) -> str:
        """The alias as it stands in a statement."""
        alias = self.name or self.module
        return f"{alias} as {self.local}" if self.local else alias

    @property
    def statement(self) -> str:
        """The whole statement."""
        if self.name:
            return f"from {self.module} import {self.text}"
        return f"import {self.text}"

    @property
    def binding(self) -> tuple[str, str]:
        """The local name, and the dotted name it means (all that it loads)."""
        if self.name:
            return self.local or self.name, f"{self.module}.{self.name}"
        if self.local:
            return self.local, self.module
        return self.module.partition(".")[0], f"import {self.module}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Edit:
    """Replace `start:end`, offsets in the UTF-8 bytes of the code, by `text`."""

    start: int
    end: int
    text: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class FileResult:
    """What became of one file."""

    path: str
    #: It has new bytes: written, or shown by a dry run.
    changed: bool = False
    #: The change as a unified diff, where one was asked for.
    diff: str = ""
    findings: tuple[Finding, ...] = ()
    #: PEP 508 requirements that the new imports bring.
    requirements: frozenset[str] = frozenset()
    #: Migrations of which an import was rewritten, and of which one is left.
    moved: frozenset[str] = frozenset()
    left: frozenset[str] = frozenset()

    @property
    def failed(self) -> bool:
        """Whether the file was left alone because of an error."""
        return any(finding.level == "error" for finding in self.findings)

    @property
    def needs_person(self) -> bool:
        """Whether something is left that a person must decide."""
        return any(finding.level == "warning" for finding in self.findings)


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What became of every file, in the order of their paths."""

    #: Results that say something; silent files are only counted.
    results: tuple[FileResult, ...]
    looked_at: int
    #: Nothing was written: `--check`, `--diff`.
    dry: bool = False
    #: Requirements to add, merged; distributions that nothing imports any more.
    add: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()

    @property
    def changed(self) -> int:
        """How many files have new bytes."""
        return sum(result.changed for result in self.results)

    @property
    def needs_person(self) -> int:
        """How many files hold something that a person must decide."""
        return sum(result.needs_person for result in self.results)

    @property
    def failed(self) -> int:
        """How many files were left alone because of an error."""
        return sum(result.failed for result in self.results)

    @property
    def exit_code(self) -> int:
        """2: something failed; 1: would change, or left for a person; else 0."""
        if self.failed:
            return 2
        return int(bool(self.needs_person or (self.dry and self.changed)))
