"""The rule for strings: what is imported, or replaced, by its name."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from dr_refit.codemod.rules.model import Proposal, Rule
from dr_refit.codemod.rules.strings.findings import Reports
from dr_refit.codemod.rules.strings.pieces import spans_of
from dr_refit.codemod.rules.strings.renaming import renamed, spans_in
from dr_refit.codes import Code
from dr_refit.migration.resolution import Moved
from dr_refit.names import root
from dr_refit.python import pickles
from dr_refit.python.literals import escaped, replaced, rewritten
from dr_refit.python.open_targets import has_open_targets
from dr_refit.python.renamed import goes_on
from dr_refit.python.renamed import renamed as renamed_in
from dr_refit.python.string_calls import SURE
from dr_refit.python.strings import quoted

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator

    from dr_refit.codemod.rules.model import Project, View
    from dr_refit.codemod.rules.strings.renaming import Texts
    from dr_refit.codes import Kind
    from dr_refit.migration.table import MoveTable
    from dr_refit.python.edits import Edit
    from dr_refit.python.facts import Facts
    from dr_refit.python.quoted import Quoted
    from dr_refit.python.renamed import Renaming
    from dr_refit.python.source import Source

#: What takes an attribute of what stands in front of it.
_OF_OBJECTS = frozenset({"object", "patch", "entry", "members"})


class StringsRule(Rule):
    """Rewrites strings that surely name something, and reports those that may."""

    kind: Kind = "strings"

    def propose(self, view: View, project: Project, table: MoveTable) -> Proposal:
        """Return the edits of strings, and what is left to a person."""
        facts, source = view.facts, view.facts.source
        roots = table.roots.difference(project.local_modules(source.path))
        reports = Reports(source, table)
        edits: dict[Edit, None] = {}
        moved: list[Moved] = []
        imported: set[str] = set()
        done: set[ast.Constant] = set()
        elsewhere = partial(project.sinks, facts.source.path)
        for one in quoted(facts, roots, elsewhere):
            if source.ignores(one.literal, Code.NAME_IN_STRING):
                continue
            if one.takes not in SURE:
                if project.renaming is None:
                    reports.unsure(one, lambda: has_open_targets(facts))
                continue
            if _stays(one, project, table) or _is_covered(one, table):
                continue
            texts = renamed(one, table)
            own = _edits(source, one, texts, table)
            if not own or _is_left_there(one, table):
                if reports.left(one):
                    imported.add(root(one.names[0]))
                else:
                    reports.changed(one)
                continue
            edits |= dict.fromkeys(own)
            done |= texts.keys()
            resolutions = [table.resolve(name) for name in one.names]
            moved += [each for each in resolutions if isinstance(each, Moved)]
            reports.changed(one)
            if project.renaming is None:
                for name in _patched(one):
                    reports.copied(one, name, project.copies(name))
        if project.renaming is not None:
            edits |= dict.fromkeys(_everywhere(facts, project.renaming, done, reports))
        return Proposal(
            edits=tuple(sorted(edits)),
            findings=tuple(reports.findings),
            moved=tuple(moved),
            imported=frozenset(imported),
        )


def _is_left_there(one: Quoted, table: MoveTable) -> bool:
    """Return whether the new home may not be loaded where a module is looked up.

    import a; sys.modules["a"].f
    """
    return one.loaded and not isinstance(table.resolve(one.module), Moved)


def _everywhere(
    facts: Facts, renaming: Renaming, done: set[ast.Constant], reports: Reports
) -> Iterator[Edit]:
    """Yield the edits of all other strings that name a renamed package.

    What may name it, and goes on doing so, is reported.
    """
    for literal, spans in renamed_in(facts, renaming).items():
        if literal not in done:
            written = replaced(facts.source, literal, spans)
            yield from written or ()
            if goes_on(literal, spans if written else (), renaming):
                reports.named(literal, renaming.old)
    for literal, data, splices in pickles.in_bytes(facts, renaming):
        texts = [(one.start, one.end, escaped(one.data)) for one in splices]
        written = replaced(facts.source, literal, texts)
        yield from written or ()
        after = pickles.spliced(data, splices if written else ())
        if renaming.is_in(after):
            reports.named(literal, renaming.old)


def _stays(one: Quoted, project: Project, table: MoveTable) -> bool:
    """Return whether a mock is for a module that goes on reading the old name.

    It imports the name from where that is now, and has it still.
    """
    patched = _patched(one)
    return bool(patched) and all(
        isinstance(resolution := table.resolve(name), Moved)
        and not resolution.move.module
        and project.reads(name)
        for name in patched
    )


def _is_covered(one: Quoted, table: MoveTable) -> bool:
    """Return whether a name is taken of a package that covers a module by it."""
    return one.takes in _OF_OBJECTS and not table.index.covered.isdisjoint(one.names)


def _patched(one: Quoted) -> tuple[str, ...]:
    """Return the names that mocks replace."""
    if one.takes == "made":
        return tuple(made.text for takes, made in one.made if takes == "patch")
    return one.names if one.takes == "patch" else ()


def _edits(source: Source, one: Quoted, texts: Texts, table: MoveTable) -> list[Edit]:
    """Return the edits that write texts; none where one of them cannot be written."""
    edits: list[Edit] = []
    for literal, text in texts.items():
        if one.takes == "command":
            own = replaced(source, literal, spans_in(one, table))
        elif one.takes == "made":
            own = replaced(source, literal, spans_of(one, table)[literal])
        else:
            own = rewritten(source, literal, text)
        if own is None:
            return []
        edits += own
    return edits
