"""Code in docstrings that repeats imports of its module, and means what these do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.codes import Code
from dr_refit.errors import FileRefused
from dr_refit.findings import Finding, Position
from dr_refit.python.edits import apply
from dr_refit.python.imports import ImportContext, read_imports
from dr_refit.python.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dr_refit.codemod.document import Document, Fragment
    from dr_refit.codemod.fragment import Part

_BORROWED = "this uses names of imports that become others: edit it by hand"


def apart(parts: Mapping[Fragment, Part]) -> Iterator[Fragment]:
    """Yield the fragments whose borrowed imports become others where they stand."""
    there: set[tuple[str, str]] = set()
    if not any(fragment.borrowed for fragment in parts):
        return
    for fragment, part in parts.items():
        edits = () if part.refused else part.proposal.edits
        code = apply(fragment.code, edits)
        if fragment.borrowed and edits:
            borrowed = fragment.code[: fragment.borrowed]
            inside = [one for one in edits if one.start < fragment.borrowed]
            if not _bound(apply(borrowed, inside)) <= there:
                yield fragment
                continue
        there |= _bound(code)


def _bound(code: bytes) -> set[tuple[str, str]]:
    """Return the names that imports bind, each with what it means."""
    try:
        imports = read_imports(Source.of_code("", code), ImportContext())
    except FileRefused:
        return set()
    return {(one.local, one.target) for one in imports}


def borrowing(document: Document, fragment: Fragment) -> Finding:
    """Return what there is to say of code whose borrowed imports become others."""
    line = fragment.code.count(b"\n", 0, fragment.borrowed) + 1
    return Finding(
        code=Code.TAKEN_ELSEWHERE,
        message=_BORROWED,
        kind="docs",
        position=document.position(fragment, Position(line=line, column=1)),
    )
