"""The proof that a shell text does what it did, under the new names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.codemod.shell.uses import distribution_of, uses
from dr_refit.codemod.shell.words import commands, defined
from dr_refit.codes import Code
from dr_refit.errors import FileRefused
from dr_refit.manifests import requirements
from dr_refit.manifests.names import distribution
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from dr_refit.codemod.document import Fragment
    from dr_refit.codemod.shell.wanted import Wanted
    from dr_refit.codemod.shell.words import Line
    from dr_refit.migration.table import MoveTable


class _Meaning(NamedTuple):
    """What a command says: its words, and what it installs or takes away."""

    words: tuple[str, ...]
    #: Each, and whether it is taken away.
    requirements: frozenset[tuple[str, bool]]


def compare_shell(
    shell: Fragment, new: bytes, table: MoveTable, wanted: Mapping[str, Wanted]
) -> None:
    """Refuse (FileRefused) a text of which a command says something else."""
    old = shell.code
    before, after = [*commands(old)], [*commands(new)]
    if len(before) != len(after):
        raise _refused(old, 0)
    own = defined(old)
    for one, other in zip(before, after, strict=True):
        was, now = _meaning(one, shell, table, own), _meaning(other, shell)
        if was.words != now.words or not _is_renamed(was, now, table, wanted):
            raise _refused(old, one.words[0].start)


def _refused(code: bytes, at: int) -> FileRefused:
    message = "internal check failed: a command would say something else"
    return FileRefused(Code.NOT_VERIFIED, message, code.count(b"\n", 0, at) + 1)


def _meaning(
    line: Line,
    shell: Fragment,
    table: MoveTable | None = None,
    own: Container[str] = (),
) -> _Meaning:
    """Return what a command says; with names, under the new ones, but for its own."""
    given: set[tuple[str, bool]] = set()
    said = {}
    for use in uses(line):
        text = use.word.value
        if use.role in {"add", "remove", "with"}:
            given.add((text, use.role == "remove"))
            said[use.word] = ""
        elif table and use.role == "command" and text not in own:
            said[use.word] = table.index.commands.get(text, text)
        elif shell.is_made:
            # The rule for strings renames what these name.
            continue
        elif table and use.role == "module" and table.moves_as_unit(text):
            # %aimport -a.b, c
            (word,) = (w for w in line.words if w.start <= use.word.start < w.stop)
            said[word] = word.value.replace(text, table.new_name(text))
    texts = [said.get(word, word.value) for word in line.words]
    values = table.index.values if table and not shell.is_made else {}
    texts = [values.get(text, text) for text in texts]
    words = tuple(w for text in texts for w in text.split() if w != "--with")
    return _Meaning(words, frozenset(given))


def _is_renamed(
    old: _Meaning, new: _Meaning, table: MoveTable, wanted: Mapping[str, Wanted]
) -> bool:
    """Return whether what is installed is what was, or took the place of it."""
    if old.requirements == new.requirements:
        return True
    gone = {distribution_of(one) for one, _ in old.requirements} & {
        *table.index.distributions
    }
    ids = {table.index.distributions[one] for one in gone}
    needed = {
        distribution(text): text
        for one in ids & wanted.keys()
        for text in wanted[one].requirements
    }
    before = {distribution_of(one) for one, _ in old.requirements}
    after = {distribution_of(one) for one, _ in new.requirements}
    if after - gone != (before - gone) | needed.keys():
        return False
    for text, is_removed in new.requirements - old.requirements:
        asked = needed.get(distribution_of(text))
        if asked is None:
            return False
        if is_removed:
            if text != distribution(asked):
                return False
        elif not requirements.parsed(text) or text != requirements.narrowed(
            text, asked
        ):
            return False
    return True
