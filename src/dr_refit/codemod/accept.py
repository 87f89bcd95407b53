"""All that is said of a file accepted, by comments: `# codemod: ignore[code]`."""

from __future__ import annotations

import ast
import io
from collections import defaultdict
from typing import TYPE_CHECKING

from dr_refit.codemod.formats import read
from dr_refit.codemod.marks import is_mark
from dr_refit.codemod.readings import rewrite_file
from dr_refit.findings import Position
from dr_refit.patterns import regex
from dr_refit.python.comments import comments_of
from dr_refit.python.edits import Edit, apply

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dr_refit.codemod.document import Fragment
    from dr_refit.codemod.rewrite import Rewritten
    from dr_refit.findings import Finding
    from dr_refit.migration.table import MoveTable
    from dr_refit.project.survey import Project
    from dr_refit.python.source import Source
    from dr_refit.tree.discover import File

_PYTHON = (".py", ".pyi", ".ipynb")
_IGNORE = regex(r"#\s*codemod:\s*ignore\[[^\]]*")


def rewrite_and_accept(
    data: bytes, file: File, project: Project, table: MoveTable
) -> Rewritten:
    """Rewrite a file, and accept what is still said of the result.

    What no comment can stand beside is reported as it is without.
    """
    done = rewrite_file(data, file, project, table)
    failed = any(finding.level == "error" for finding in done.findings)
    if failed or not file.path.endswith(_PYTHON):
        return done
    new = data if done.data is None else done.data
    ignored = project.ignored(file.path)
    found = rewrite_file(new, file, project, table).findings
    said = [finding for finding in found if finding.code not in ignored]
    document = read(file.path, new)
    edits = {one: [*_edits(one.source, _of(one, said))] for one in document.fragments}
    for one, own in edits.items():
        code = apply(one.code, own)
        if ast.dump(ast.parse(code)) != ast.dump(ast.parse(one.code)):
            return done
    accepted = document.apply(edits)
    left = rewrite_file(accepted, file, project, table)
    if left.data is not None:
        return done
    return left._replace(data=None if accepted == data else accepted, moved=done.moved)


def _of(fragment: Fragment, said: Iterable[Finding]) -> Iterator[Finding]:
    """Yield what is said of a fragment, by the lines of its own code."""
    source = fragment.source
    starts = {one.cell: source.position(one.code.start) for one in fragment.segments}
    hidden = {source.position(one.start).line for one in fragment.hidden}
    for finding in said:
        at = finding.position
        first = starts.get(at.cell) if at.line else None
        # Behind a magic, a comment would be a part of it.
        if first is not None and (line := first.line + at.line - 1) not in hidden:
            yield finding._replace(position=Position(line=line, column=at.column))


def _edits(source: Source, said: Iterable[Finding]) -> Iterator[Edit]:
    """Yield the edits that write comments, and remove marks, in order."""
    every = [finding for finding in said if finding.position.line]
    comments = {one.line: one for one in comments_of(source)} if every else {}
    inside = _inside_strings(source) if every else set()
    codes: dict[int, set[str]] = defaultdict(set)
    for finding in every:
        line = finding.position.line
        # A comment where a string ends is one on all of it, but for code in it.
        while line in inside and finding.kind != "docs":
            line += 1
        codes[line].add(finding.code)
    for line in sorted(codes.keys() - inside):
        start = source.offset(line, 0)
        end = source.line_end(start)
        text = source.code[start:end]
        if is_mark(text) and text.lstrip().startswith(b"#"):
            stop = end + len(source.newline_after(end))
            yield Edit(start=start, end=min(stop, len(source.code)), text=b"")
        elif line in comments and (found := _IGNORE.search(comments[line].text)):
            before = text.decode()[: comments[line].column + found.end()]
            at = start + len(before.encode())
            more = ", ".join(sorted(codes[line]))
            yield Edit(start=at, end=at, text=f", {more}".encode())
        elif not text.endswith(b"\\"):
            more = ", ".join(sorted(codes[line]))
            comment = f"  # codemod: ignore[{more}]".encode()
            yield Edit(start=end, end=end, text=comment)


def _inside_strings(source: Source) -> set[int]:
    """Return the lines that end inside of a string."""
    import tokenize

    lines: set[int] = set()
    opened: list[int] = []
    text = source.code.decode().replace("\r\n", "\n").replace("\r", "\n")
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.FSTRING_START:
            opened.append(token.start[0])
        elif token.type == tokenize.FSTRING_END:
            lines.update(range(opened.pop(), token.end[0]))
        elif token.type == tokenize.STRING:
            lines.update(range(token.start[0], token.end[0]))
    return lines
