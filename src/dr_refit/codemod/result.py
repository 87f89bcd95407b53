"""The results of a run over files."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from dr_refit.project.outside import UNUSED
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dr_refit.codemod.hints import Hint
    from dr_refit.codes import Kind
    from dr_refit.findings import Finding
    from dr_refit.migration.table import MoveTable
    from dr_refit.project.outside import Outside
    from dr_refit.project.survey import Project
    from dr_refit.tree.discover import File
    from dr_refit.tree.model import Rewrite


class Need(NamedTuple):
    """What new imports of a file need."""

    #: The migration that brought them.
    migration: str
    #: PEP 508.
    requirement: str
    #: The versions of Python that this needs (PEP 440); empty: any.
    python: str = ""


class FileResult(NamedTuple):
    """The result for one file."""

    path: str
    #: It has new bytes: written, or shown by a dry run.
    changed: bool = False
    #: The change as a unified diff, where one was asked for.
    diff: str = ""
    findings: tuple[Finding, ...] = ()
    #: What the new imports need.
    needs: frozenset[Need] = frozenset()
    #: Migrations with an import that was rewritten, and with one that is left.
    moved: frozenset[str] = frozenset()
    left: frozenset[str] = frozenset()
    #: What changed.
    kinds: frozenset[Kind] = frozenset()

    @property
    def failed(self) -> bool:
        """Whether the file was left alone because of an error."""
        return any(finding.level == "error" for finding in self.findings)

    @property
    def needs_person(self) -> bool:
        """Whether something is left that a person must decide."""
        return any(finding.level == "warning" for finding in self.findings)


def merged(results: Iterable[FileResult]) -> Iterator[FileResult]:
    """Yield one result per file, in the order of their paths.

    A noxfile.py is rewritten, and looked at as a manifest.
    """
    found: dict[str, FileResult] = {}
    for one in sorted(results, key=attrgetter("path")):
        before = found.get(one.path)
        if before is None:
            found[one.path] = one
            continue
        found[one.path] = before._replace(
            changed=before.changed or one.changed,
            findings=before.findings + one.findings,
            kinds=before.kinds | one.kinds,
        )
    yield from found.values()


class Checked(NamedTuple):
    """What a command that only looks has found in files."""

    results: tuple[FileResult, ...]
    #: What there is to say beside, line by line.
    said: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        """1: something is to be corrected; else 0."""
        return int(any(result.needs_person for result in self.results))


class Report(NamedTuple):
    """The results for all files, in the order of their paths."""

    #: Results that say something; silent files are only counted.
    results: tuple[FileResult, ...]
    looked_at: int
    #: Nothing was written: `--check`, `--diff`.
    dry: bool = False
    #: Requirements to add, merged; distributions that nothing imports any more.
    add: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    #: What writes lock files again.
    commands: tuple[str, ...] = ()
    #: Migrations that would rename literals as well, if they were asked to.
    unasked: tuple[str, ...] = ()

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


class Seen(NamedTuple):
    """What a search in its bytes tells of a file: that, and perhaps more."""

    #: Names that others may take from it, and mean what moved.
    hands: frozenset[str] = frozenset()
    #: What it takes from others, where it holds a name that moved.
    takes: Hint | None = None
    #: It may import something from a new home, or has requirements of its own.
    marked: bool = False
    #: The modules of which it seems to import all.
    stars: tuple[str, ...] = ()
    #: It may hand on names of another module that nothing in it says.
    poses: bool = False
    #: It may import a module that names have left.
    near: bool = False
    #: It may have such a module as a whole, and pass it on.
    holds: bool = False
    #: It may reach such a module through another one.
    reaches: bool = False
    #: What it may call a package of such a module.
    calls: frozenset[str] = frozenset()


class Proved(NamedTuple):
    """What became of one file, and how it is to be changed."""

    #: None: there is nothing to say of it.
    result: FileResult | None = None
    rewrite: Rewrite | None = None
    #: What its bytes tell.
    seen: Seen = Seen()
    #: Names that it would not import any more.
    lost: frozenset[str] = frozenset()
    #: Names that imports bind, and through which code no longer reaches what moved.
    bypassed: frozenset[str] = frozenset()
    #: Names that it imports from now on, each with what it means.
    gained: frozenset[tuple[str, str]] = frozenset()
    #: Modules that it would not load any more, with their names now.
    unloaded: frozenset[tuple[str, str]] = frozenset()
    #: The migrations that are left where the change is not made after all.
    mentioned: frozenset[str] = frozenset()
    #: The migrations whose distributions it installs, on a line for a shell.
    installs: frozenset[str] = frozenset()

    @property
    def failed(self) -> bool:
        """Whether the file was left alone because of an error."""
        return self.result is not None and self.result.failed


class Again(NamedTuple):
    """A file that is to be looked at again."""

    file: File
    #: Dotted names of other modules -> what these have imported under them.
    handed: Mapping[str, str]
    #: What these do with it, beside the names that it is not to bind.
    outside: Outside = UNUSED

    def also(self, **outside: frozenset[str]) -> Again:
        """Return the file of which is known what else others do with it."""
        return self._replace(outside=self.outside._replace(**outside))

    @property
    def path(self) -> str:
        """Where it is."""
        return self.file.path


class Run(NamedTuple):
    """What became of the files of a run, for what follows from that."""

    project: Project
    table: MoveTable
    #: What of it the project sees.
    seen: MoveTable
    files: Sequence[File]
    results: Sequence[FileResult]
    #: Of files that are rewritten.
    rewrites: Mapping[str, Rewrite]
    #: The files that may import from new homes, or have requirements of their own.
    marked: frozenset[str]


class Manifests(NamedTuple):
    """What becomes of the manifests."""

    rewrites: tuple[Rewrite, ...] = ()
    results: tuple[FileResult, ...] = ()
    #: Requirements to add, and distributions to drop, that no manifest could take.
    add: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    #: What writes lock files again.
    commands: tuple[str, ...] = ()


NOTHING = Manifests()
