"""What a text still names of what moved: prose, output, values; never edited."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from dr_refit.codemod.old_names import FILE, Names
from dr_refit.codes import Code
from dr_refit.findings import Finding, Position
from dr_refit.patterns import regex
from dr_refit.plural import noun
from dr_refit.python.comments import begins_comment
from dr_refit.python.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from dr_refit.codemod.document import Document
    from dr_refit.codemod.rules.model import Project
    from dr_refit.codes import Kind
    from dr_refit.migration.table import MoveTable

#: So many names are listed.
_MOST = 10
#: What stands around a name that is a whole value, or begins one.
_OPENING = regex(rb"(?:^\s*|[:=\[,{(-]\s*|[\"'])\Z")
_CLOSING = regex(
    rb"\.\*|[\"',\]}:;=)]|[ \t]+=|\s*(?:#.*)?(?:\r?\n|\Z)|[ \t]+--?\w"
    # a>=1, a[b] ~= 1
    rb"|(?:\[[\w, -]*\])?[ \t]*[<>=!~]=?[ \t]*\d"
)
#: What takes a module, or a distribution, in a command.
_RUN = regex(rb"(?:\s-m|--pyargs|install|\badd)[ \t]+[\"']?\Z")
#: A comment or a string of Python, in a script with magics as well.
_TEXT = regex(
    rb"#[^\r\n]*|(?:\b[a-zA-Z]{1,2})?(?:"
    rb"\"\"\"(?:\\.|[^\\])*?\"\"\"|'''(?:\\.|[^\\])*?'''"
    rb"|\"(?:\\.|[^\"\\\r\n])*\"|'(?:\\.|[^'\\\r\n])*')",
    re.DOTALL,
)
_PYTHON = (".py", ".pyi", ".ipy")
_CELLS = "notebooks"
#: "a.b": what the rule for strings has renamed, said, or found to be right.
_WHOLE = regex(rb"[rRuU]?[\"']+\w+(?:\.\w+)+[\"']+")
_DIRECTIVE = regex(rb"#\s*codemod:")


def mentions(
    document: Document, table: MoveTable, project: Project, said: Iterable[Finding]
) -> list[Finding]:
    """Report where prose, or a value, names what moved or went: prose once for a file.

    Of a line for which something is in `said` no more is reported.
    """
    if document.path.endswith(_PYTHON):
        return [*_in_python(document, table, project, said)]
    every = (*document.prose, *(o for o in document.fragments if o.kind == _CELLS))
    prose = [one for one in every if project.wants(one.kind or "docs")]
    if not prose:
        return []
    known = {one.position._replace(column=0) for one in said}
    findings = []
    found: dict[Position, str] = {}
    names = Names(table)
    for piece in prose:
        if piece in document.fragments:
            for at, text in _told(piece.source, names, project):
                found.setdefault(document.position(piece, at), text)
            continue
        for one in names.found(piece.code):
            line = piece.code.count(b"\n", 0, one.start) + 1
            at = document.position(piece, Position(line=line))
            if at in known or not names.is_old(one.text):
                continue
            is_told = piece.kind == "values" and not FILE.search(one.text)
            if is_told and is_value(piece.code, one.start, one.stop):
                known.add(at)
                column = one.start - piece.code.rfind(b"\n", 0, one.start)
                message = f"{one.text} {names.now(one.text)}"
                findings.append(
                    Finding(
                        code=Code.NAME_IN_VALUE,
                        message=message,
                        position=at._replace(column=column),
                        kind="values",
                    )
                )
            else:
                found.setdefault(at, one.text)
    left = {at: text for at, text in found.items() if at not in known}
    if left:
        findings.append(note(left, prose[0].kind or "docs"))
    return findings


def _in_python(
    document: Document, table: MoveTable, project: Project, said: Iterable[Finding]
) -> Iterator[Finding]:
    """Report where comments and strings of a module name a retired package."""
    index = table.index
    told = index.retired or index.distributions or index.commands or index.values
    if project.renaming or not told or not project.wants("strings"):
        return
    data = document.data
    source = Source.of_code(document.path, data)
    found = dict(_told(source, Names(table), project))
    if not found:
        return
    known = {*_header(data), *(one.position.line for one in said)}
    known.update(_required(document.path, data, index.distributions))
    left = {at: name for at, name in found.items() if at.line not in known}
    if left:
        yield note(left, "strings")


def _told(
    source: Source, names: Names, project: Project
) -> Iterator[tuple[Position, str]]:
    """Yield the lines on which comments and strings name a retired package.

    None, where a comment accepts the one note that lists them.
    """
    data, local = source.code, project.local_modules(source.path)
    left = [
        (one.start, one.text)
        for one in names.found(data)
        if names.is_told(one.text, local)
    ]
    found: dict[Position, str] = {}
    for text in _TEXT.finditer(data) if left else ():
        first, last = (bisect_left(left, (at, "")) for at in text.span())
        if first == last or _DIRECTIVE.match(text[0]) or _WHOLE.fullmatch(text[0]):
            continue
        # A comment where a string ends speaks for all of it.
        end = data.count(b"\n", 0, text.end()) + 1
        for at, name in left[first:last]:
            line = data.count(b"\n", 0, at) + 1
            codes = source.ignored.get(line, source.ignored.get(end))
            if codes is not None and Code.NAME_IN_TEXT in codes:
                return
            if codes is None:
                found.setdefault(Position(line=line), name)
    yield from found.items()


def lines_of_texts(data: bytes, names: Names) -> Iterator[int]:
    """Yield the lines on which comments and strings of a module name the owner."""
    for text in _TEXT.finditer(data):
        if _WHOLE.fullmatch(text[0]):
            continue
        for found in names.pattern.finditer(data, *text.span()):
            if names.is_own(found[0].decode(errors="replace")):
                yield data.count(b"\n", 0, found.start()) + 1


def _header(data: bytes) -> range:
    """Return the lines of a script's metadata: what it requires is a manifest."""
    if b"# /// script" not in data:
        return range(0)
    from dr_refit.manifests.script import block  # rarely needed

    toml, above = block(data.decode(errors="replace"))
    return range(above + 1, above + 1 + toml.count("\n"))


def _required(path: str, data: bytes, distributions: Iterable[str]) -> Iterator[int]:
    """Yield the lines of a setup.py, or a noxfile.py, that the manifests say."""
    if not path.endswith(("setup.py", "noxfile.py")):
        return
    from dr_refit.manifests import elsewhere  # rarely needed

    text = data.decode(errors="replace")
    for name in distributions:
        yield from (one.number for one in elsewhere.requiring(path, text, name))


def note(found: Mapping[Position, str], kind: Kind) -> Finding:
    """Return the one note on the lines of a text that name something."""
    places = sorted(found, key=lambda at: (at.cell, at.line))
    lines = [f"cell {p.cell}:{p.line}" if p.cell else str(p.line) for p in places]
    texts = ", ".join(sorted({*found.values()})[:_MOST])
    on = f"{noun(len(found), 'line')} {', '.join(lines)}"
    return Finding(
        code=Code.NAME_IN_TEXT,
        message=f"still names {texts}, on {on}: edit it where it is wrong",
        position=places[0]._replace(column=1),
        kind=kind,
    )


def is_value(code: bytes, start: int, stop: int) -> bool:
    """Return whether a name in settings is one that programs look up.

    That is a value or a key, or a part of one with a dot in it; no comment is one.
    """
    first = code.rfind(b"\n", 0, start) + 1
    before, behind = code[first:start], code[stop : stop + 200]
    if begins_comment(before):
        return False
    if b"." in code[start:stop]:
        return True
    return bool(_OPENING.search(before) and _CLOSING.match(behind)) or (
        _RUN.search(before) is not None
    )
