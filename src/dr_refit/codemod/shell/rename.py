"""Shell texts under the new names: what is installed, and what is run."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from dr_refit.codemod.shell.uses import distribution_of, uses
from dr_refit.codemod.shell.wanted import (
    may_install,
    module_now,
    named_in_code,
    retired,
)
from dr_refit.codemod.shell.words import commands, defined
from dr_refit.codemod.shell.written import Written
from dr_refit.codes import Code
from dr_refit.findings import Finding, Position
from dr_refit.manifests.names import distribution
from dr_refit.migration.resolution import Moved
from dr_refit.migration.values import part_of
from dr_refit.names import root
from dr_refit.patterns import regex
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from dr_refit.codemod.document import Fragment
    from dr_refit.codemod.shell.uses import Use
    from dr_refit.codemod.shell.wanted import Wanted
    from dr_refit.codemod.shell.words import Line, Word
    from dr_refit.migration.table import MoveTable
    from dr_refit.python.edits import Edit

_PYTHON = regex(r"(?<!\$)\{\s*([A-Za-z_][\w.]*)")
_IGNORED = b"codemod: ignore"


class Renamed(NamedTuple):
    """What becomes of a shell text."""

    edits: tuple[Edit, ...] = ()
    findings: tuple[Finding, ...] = ()


def rename(
    shell: Fragment,
    table: MoveTable,
    wanted: Mapping[str, Wanted],
    installed: Container[str],
    programs: Sequence[range] = (),
) -> Renamed:
    """Return the edits of a shell text, and what is left to a person.

    `wanted`: by migrations; one that it lacks is not known to need anything.
    `installed`: migrations whose distributions the file installs; `programs`: where
    texts stand in it that are rewritten by themselves.
    """
    every = _Text(shell, table, wanted, installed, programs)
    for line in commands(shell.code):
        if not _is_ignored(shell.code, line):
            every.read(line)
    edits = sorted(every.written.edits)
    return Renamed(tuple(edits), tuple(every.findings))


def _defined_around(shell: Fragment) -> frozenset[str]:
    around = shell.within if shell.quote else None
    return defined(around.code) if around else frozenset()


def _is_ignored(code: bytes, line: Line) -> bool:
    stop = line.words[-1].stop
    end = code.find(b"\n", stop)
    return _IGNORED in code[stop : end if end >= 0 else len(code)]


class _Text:
    """A text on its way."""

    def __init__(
        self,
        shell: Fragment,
        table: MoveTable,
        wanted: Mapping[str, Wanted],
        installed: Container[str],
        programs: Sequence[range],
    ) -> None:
        self.shell = shell
        self.code = shell.code
        self.table = table
        self.wanted = wanted
        self.installed = installed
        self.programs = programs
        #: Commands that the text itself defines, or what it stands in.
        self.own = defined(self.code) | _defined_around(shell)
        self.written = Written(shell)
        self.findings: list[Finding] = []

    def read(self, line: Line) -> None:
        groups: dict[str, list[Use]] = defaultdict(list)
        for use in uses(line):
            groups[use.role].append(use)
        for role in ("add", "with"):
            self._installed(groups[role])
        self._removed(groups["remove"])
        for use in groups["command"]:
            self._command(use.word)
        if self.shell.is_made:
            # The rule for strings has what these name.
            for use in groups["other"]:
                self._installer(use)
            return
        for word in line.words:
            self._expanded(word)
            if renamed := self.table.index.values.get(word.value):
                self.written.write(word, [renamed])
            elif part := part_of(word.value, self.table.index.values):
                self._left(word, f"{part} is a part of this: rename it by hand")
        for use in groups["module"]:
            self._module(use.word)
        behind = {b for a, b in pairwise(line.words) if a.value.startswith("-")}
        for use in groups["other"]:
            if any(one.start in range(*use.word[:2]) for one in self.programs):
                # python -c "import a";  trap 'a' EXIT
                continue
            self._other(use)
            if use.word in behind or use.word.value.startswith("-"):
                self._option(use.word)

    # What is run

    def _command(self, word: Word) -> None:
        new = self.table.index.commands.get(word.value)
        if word.value in self.own:
            return
        if new is not None:
            self.written.write(word, new.split())
        elif gone := self.table.index.commands.get(word.value.rpartition("/")[2]):
            self._left(word, f"{word.value} is called otherwise now: {gone}")

    def _expanded(self, word: Word) -> None:
        """Report Python of a notebook: !echo {a.b}."""
        for found in _PYTHON.finditer(word.value) if word.is_open else ():
            if root(found[1]) in self.table.roots:
                message = f"{found[1]} is run as Python here: rewrite it by hand"
                self._left(word, message)

    def _module(self, word: Word) -> None:
        table, name = self.table, word.value
        if root(name) not in table.roots:
            return
        new = table.new_name(name)
        if new and table.moves_as_unit(name):
            self.written.write(word, [new])
        elif table.resolve(name) is not None:
            self._left(word, f"{name} did not move as one: name the module to run")

    def _other(self, use: Use) -> None:
        word, table = use.word, self.table
        text = word.value
        if text in table.index.commands and text not in self.own:
            self._left(word, f"{text} is called {table.index.commands[text]} now")
        elif use.program == "python" and (name := named_in_code(use, table)):
            self._left(word, f"this code names {name}: rewrite it by hand")
        elif self._installer(use):
            return
        elif ":" in text and "//" not in text:
            module, _, attribute = text.partition(":")
            if root(module) in table.roots and attribute:
                found = table.resolve(f"{module}.{attribute}")
                if isinstance(found, Moved):
                    self._left(word, f"{module}.{attribute} is {found.new} now")

    def _installer(self, use: Use) -> bool:
        """Report a word of an installer, if it may name what is retired."""
        name = may_install(use, self.table) if use.program else ""
        if name:
            self._unknown(use.word, [self.table.index.distributions[name]], name)
        return bool(name)

    def _option(self, word: Word) -> None:
        """Report a module that an option takes: pytest --pyargs a.b --cov=a.b."""
        name = word.value.rpartition("=")[2]
        if new := module_now(name, self.table):
            self._left(word, f"{name} is {new} now")

    # What is installed

    def _installed(self, given: Sequence[Use]) -> None:
        """Write what is needed where a retired distribution is installed."""
        known = retired(self.table)
        old = [one for one in given if distribution_of(one.word.value) in known]
        if not old:
            return
        from dr_refit.manifests import requirements  # rarely needed

        ids = {known[distribution_of(one.word.value)] for one in old}
        first = old[0]
        if lost := sorted(ids - self.wanted.keys()):
            self._unknown(first.word, lost, first.word.value)
            return
        wanted = [self.wanted[one] for one in sorted(ids)]
        needed = requirements.merge({r for one in wanted for r in one.requirements}, "")
        for package in sorted({p for one in wanted for p in one.unpublished}):
            self._left(first.word, f"nothing that is published brings {package}")
        if first.program == "poetry" and any(" @ " in one for one in needed):
            self._left(first.word, f"write {', '.join(needed)} as Poetry has it")
            return
        new = self._narrowed(given, needed)
        if new is None:
            return
        stays = {one for one in ids if self.wanted[one].still}
        gone = [u for u in old if known[distribution_of(u.word.value)] not in stays]
        if not gone:
            self.written.add(old[-1], new)
            return
        if not new and len(gone) == len(given):
            fate = self._fate(ids)
            self._left(first.word, f"{first.word.value} {fate}: delete this")
            return
        marker = requirements.marker_of(first.word.value) if len(gone) == 1 else ""
        self.written.replace(gone[0], [one + marker for one in new])
        for use in gone[1:]:
            self.written.replace(use, [])

    def _narrowed(
        self, given: Sequence[Use], needed: Iterable[str]
    ) -> list[str] | None:
        """Return what is to be added; what is there already is made narrower.

        None: it clashes, and is reported.
        """
        from dr_refit.manifests import requirements  # rarely needed

        there = {distribution_of(use.word.value): use for use in given}
        new, edits = [], []
        for one in needed:
            use = there.get(distribution(one))
            if use is None:
                new.append(one)
                continue
            declared = use.word.value
            narrow = declared
            if requirements.parsed(declared) is not None:
                narrow = requirements.narrowed(declared, one) or ""
            if not narrow:
                self._left(use.word, f"{declared} clashes with {one}, which is needed")
                return None
            if narrow != declared:
                edits.append((use.word, narrow))
        for word, text in edits:
            self.written.write(word, [text])
        return new

    def _removed(self, given: Sequence[Use]) -> None:
        """Write the names of what was installed instead where it is taken away."""
        known = retired(self.table)
        there = {distribution_of(use.word.value) for use in given}
        for use in given:
            name = distribution_of(use.word.value)
            if name not in known:
                continue
            wanted = self.wanted.get(known[name])
            if wanted is None or known[name] not in self.installed:
                fate = self._fate([known[name]])
                self._left(use.word, f"{name} {fate}: name what is installed instead")
            elif not wanted.still:
                new = {*map(distribution, wanted.requirements)} - there
                there |= new
                self.written.replace(use, sorted(new))

    def _unknown(self, word: Word, ids: Sequence[str], name: str) -> None:
        """Report what is installed, with all that may be needed instead."""
        from dr_refit.manifests import requirements  # rarely needed

        needed: set[str] = set()
        for one in self.table.migrations:
            if one.id in ids:
                wanted = self.wanted.get(one.id)
                known = wanted and wanted.requirements
                needed.update(known or one.requirements.values())
        listed = ", ".join(requirements.merge(needed, ""))
        text = f": write what is needed of {listed}" if listed else ""
        self._left(word, f"{name} {self._fate(ids)}{text}")

    def _fate(self, ids: Container[str]) -> str:
        """Return what became of what some migrations retire."""
        every = (one for one in self.table.migrations if one.id in ids)
        return next((one.fate for one in every), "is retired")

    def _left(self, word: Word, message: str) -> None:
        """Report a word that a person has to edit."""
        line = self.code.count(b"\n", 0, word.start) + 1
        start = self.code.rfind(b"\n", 0, word.start) + 1
        column = len(self.code[start : word.start].decode("utf-8", "replace")) + 1
        position = Position(line=line, column=column)
        self.findings.append(Finding(Code.COMMAND_LEFT, message, position))
