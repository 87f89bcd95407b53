"""Programs run in worlds of stubs: after a rewrite they do what they did."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from hypothesis import assume, given

from dr_refit.codemod.pipeline import run as rewrite
from dr_refit.codemod.prove import Options
from dr_refit.codes import Code
from dr_refit.tree.discover import discover
from tests.support.moves import lookup_of
from tests.support.objects import commit_of
from tests.support.profiles import examples
from tests.support.projects import Drawn, projects
from tests.support.worlds import World, module_of, run

if TYPE_CHECKING:
    from dr_refit.codemod.result import Report
    from tests.support.worlds import Event

#: What is used through another module, and has to be rewritten by hand.
_TOLD = {Code.AMBIGUOUS_NAME, Code.TAKEN_ELSEWHERE}


def rewritten(drawn: Drawn) -> tuple[dict[str, str], Report]:
    """Return the files after a run, and the report."""
    tree = commit_of({path: text.encode() for path, text in drawn.files.items()})
    report = rewrite(tree, discover(tree, [""]), lookup_of(drawn.moves), Options())
    return {path: tree.read(path).decode() for path in drawn.files}, report


def differences(
    before: list[Event], after: list[Event]
) -> dict[str, tuple[Event | None, Event | None]]:
    """Map the modules that show something else to the first of that, before and after.

    What a module is loaded by may change, and so the order of the modules.
    """
    found: dict[str, tuple[Event | None, Event | None]] = {}
    for module in {event.module for event in (*before, *after)}:
        was, now = ([e for e in each if e.module == module] for each in (before, after))
        for pair in zip_longest(was, now):
            if pair[0] != pair[1]:
                found.setdefault(module, pair)
    return found


def said_in(report: Report) -> dict[str, set[Code]]:
    """Map modules to what a person was told of them, and has to do."""
    said: dict[str, set[Code]] = {}
    for one in report.results:
        for finding in one.findings:
            if finding.level != "note" or finding.code == Code.COMPATIBILITY_GUARD:
                said.setdefault(module_of(one.path), set()).add(finding.code)
    return said


def check(drawn: Drawn) -> None:
    today = World(drawn.moves, tomorrow=False, eager=drawn.eager)
    before = run(today, drawn.files)
    assume(not any("Error: " in event.text for event in before))
    files, report = rewritten(drawn)
    said = said_in(report)
    text = "\n".join(f"# {path}\n{text}" for path, text in files.items())
    found = differences(before, run(today, files))
    # One that was told of may fail, and what needs it along with it.
    told = [each for each in found if not _TOLD.isdisjoint(said.get(each, ()))]
    assert not found or told, (found, text)
    tomorrow = World(drawn.moves, tomorrow=True, eager=drawn.eager)
    found = {} if said else differences(before, run(tomorrow, files))
    assert not found, (found, text)
    again, _ = rewritten(drawn._replace(files=files))
    # A star stays, and what it binds is taken for something else then.
    if not any(Code.STAR_IMPORT in codes for codes in said.values()):
        assert again == files


@examples(200)
@given(projects())
def test_a_program_does_what_it_did(drawn: Drawn) -> None:
    check(drawn)
