"""Programs run in worlds of stubs: after a rewrite they do what they did."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import zip_longest
from typing import TYPE_CHECKING

from hypothesis import assume, given

from dr_refit.codemod.pipeline import run as rewrite
from dr_refit.codemod.prove import Options
from dr_refit.codes import Code
from dr_refit.names import parent, prefixes
from dr_refit.project.survey import settings_of
from dr_refit.python.imports import ImportContext, read_imports
from dr_refit.python.source import Source
from dr_refit.tree.discover import discover
from tests.support.moves import lookup_of
from tests.support.objects import commit_of
from tests.support.profiles import examples
from tests.support.projects import Drawn, projects, world_of
from tests.support.worlds import World, module_of, run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from dr_refit.codemod.result import Report
    from tests.support.worlds import Event

#: What is used through another module, and has to be rewritten by hand.
_TOLD = {
    Code.AMBIGUOUS_NAME,
    Code.MODULE_OBJECT_KEPT,
    Code.PACKAGE_OBJECT_KEPT,
    Code.TAKEN_ELSEWHERE,
}
#: Notes on what would fail where the old home is gone.
_NOTES = {Code.COMPATIBILITY_GUARD, Code.HOME_NOT_IMPORTED, Code.PACKAGE_OBJECT_KEPT}
#: What may be a module of the project.
_INSIDE = re.compile(r"\bapp(?:\.\w+)+")


def rewritten(drawn: Drawn) -> tuple[dict[str, str], Report]:
    """Return the files after a run, and the report."""
    tree = commit_of({path: text.encode() for path, text in drawn.files.items()})
    options = Options(settings=settings_of(tree, ""))
    report = rewrite(tree, discover(tree, [""]), lookup_of(drawn.moves), options)
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
            if finding.level != "note" or finding.code in _NOTES:
                said.setdefault(module_of(one.path), set()).add(finding.code)
    return said


def unexplained(
    found: Iterable[str], told: Iterable[str], *sides: Mapping[str, str]
) -> set[str]:
    """Return the modules that differ, without a word of them, or of what they need."""
    needs: dict[str, set[str]] = defaultdict(set)
    for files in sides:
        for path, text in files.items():
            needs[module_of(path)] |= {*needed(module_of(path), text)}
    explained: set[str] = set()
    more = {*told}
    while not more <= explained:
        explained |= more
        more = {module for module in needs if needs[module] & explained}
    return {*found} - explained


def needed(module: str, text: str) -> Iterator[str]:
    """Yield what a module may import, or reach through a package, and that is more."""
    for dotted in _INSIDE.findall(text):
        yield from prefixes(dotted)
    source, package = Source.of_code("", text.encode()), module
    for package in (module, parent(module)):
        for alias in read_imports(source, ImportContext.of(package, module)):
            yield from prefixes(alias.target)
    yield from prefixes(parent(module))


def check(drawn: Drawn) -> None:
    before = run(world_of(drawn), drawn.files)
    assume(not any("Error: " in event.text for event in before))
    files, report = rewritten(drawn)
    said = said_in(report)
    assert not any(Code.CRASHED in codes for codes in said.values()), report
    text = "\n".join(f"# {path}\n{text}" for path, text in files.items())
    tomorrow = World(drawn.moves, "tomorrow", eager=drawn.eager)
    found = differences(before, run(tomorrow, files))
    assert not unexplained(found, said, drawn.files, files), (found, said, text)
    if drawn.chained:
        # What a name means depends on the version then.
        return
    found = differences(before, run(world_of(drawn), files))
    # One that was told of may fail, and what needs it along with it.
    told = [module for module, codes in said.items() if not _TOLD.isdisjoint(codes)]
    assert not unexplained(found, told, drawn.files, files), (found, text)
    again, _ = rewritten(drawn._replace(files=files))
    # A star stays, and what it binds is taken for something else then.
    if not any(Code.STAR_IMPORT in codes for codes in said.values()):
        assert again == files


@examples(200)
@given(projects())
def test_a_program_does_what_it_did(drawn: Drawn) -> None:
    check(drawn)
