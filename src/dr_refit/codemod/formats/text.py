"""Markdown and reStructuredText: the blocks of code in a text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dr_refit.codemod.formats.languages import (
    CONSOLE,
    MARKDOWN,
    PYTHON,
    SETTINGS,
    SHELL,
    holds_text,
    language_of,
)
from dr_refit.codemod.formats.model import Format
from dr_refit.manifests import requirements_txt
from dr_refit.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dr_refit.codemod.document import Document, Fragment
    from dr_refit.codemod.formats.blocks import Block
    from dr_refit.codes import Kind

#: docs/use.txt, README.txt
_DOCS = regex(r"(?i)(?:^|/)(?:docs?|documentation)/|(?:^|/)(?:readme|install)\.")
_FENCE = regex(
    rb"([ \t>]*)((?:[-*+]|\d+[.)])[ \t]+)?(`{3,}|~{3,})[ \t]*([^\r\n]*?)[ \t]*\r?\n?\Z"
)
#: A block of code that has no fence, or a fence of a list.
_INDENTED = regex(rb"(?: {4}|\t)[ \t]*(?![ \t]|`{3}|~{3})\S")
_DIRECTIVE = regex(
    rb"([ \t]*)\.\. "
    rb"(code-block|code|sourcecode|prompt|testcode|testsetup|testcleanup|ipython|plot"
    rb"|jupyter-execute|code-tab)::[ \t]*([\w-]*)"
)
#: ```{code-block} python    :name: what it is
_MYST = regex(rb"\{[\w-]+\}")
_MYST_OPTION = regex(rb"[ \t]*:[\w-]+:")
_OPTION = regex(rb"[ \t]+:[\w-]+:")
#: A tree of files, a box: nobody types that.
_DRAWN = regex(rb"\xe2[\x94\x95][\x80-\xbf]")
_IMPORT = regex(rb"[ \t]*(?:import|from)[ \t]+\w")


class TextFormat(Format):
    """Texts that show code."""

    kind: Kind | None = "docs"
    suffixes: tuple[str, ...] = (
        *(".md", ".markdown", ".mdown", ".mkd", ".mdx", ".qmd", ".Rmd", ".rmd"),
        *(".rst", ".txt"),
    )

    def takes(self, path: str, data: bytes) -> bool:  # noqa: ARG002
        """Whether the name is that of a text; `.txt` has many things beside docs."""
        if path.endswith(".txt"):
            return _DOCS.search(path) is not None and not requirements_txt.is_one(path)
        return path.endswith(self.suffixes)

    def read(self, path: str, data: bytes) -> Document:
        """Return a fragment per block of code, and one of all that has prompts."""
        from dr_refit.codemod.document import Document
        from dr_refit.codemod.formats.blocks import whole

        is_rst = path.endswith((".rst", ".txt"))
        python, shells, settings = pieces(path, data, is_rst=is_rst)
        return Document(
            path=path,
            data=data,
            fragments=tuple(one for one in python if one.within is None),
            nested=tuple(one for one in python if one.within is not None),
            shells=tuple(shells),
            settings=tuple(settings),
            prose=(whole(path, data),),
            is_module=False,
        )


def pieces(
    path: str,
    data: bytes,
    within: Fragment | None = None,
    *,
    span: range | None = None,
    is_rst: bool = False,
    module: Mapping[str, str] | None = None,
) -> tuple[list[Fragment], list[Fragment], list[Fragment]]:
    """Return the Python, the shell lines and the settings in a text.

    `within` is what holds it; `span`: where Markdown stands in that, else it is all;
    `module`: that of a docstring, whose names it sees; examples are anywhere in it.
    """
    from dr_refit.codemod.formats.blocks import as_text, doctests, fragments
    from dr_refit.codemod.formats.shells import magics, programs

    lines = _lines(data, span or range(len(data)))
    found = _of_rst(data, lines) if is_rst else _of_markdown(data, lines)
    every = sorted(found, key=lambda block: block.lines[0])
    if module is not None:
        every = [one for one in every if not one.has_prompts]
        every += doctests(data, range(len(data)))
    blocks = [one for one in every if not one.is_shell and not one.is_settings]
    # doctest runs all examples of a text as one; what does not parse stays alone.
    shared = [block for block in blocks if block.has_prompts and block.tree]
    groups = [[block] for block in blocks if block not in shared]
    if shared:
        groups.append(shared)
    groups.sort(key=lambda group: group[0].lines[0])
    shells = [as_text(path, block, within) for block in every if block.is_shell]
    settings = [as_text(path, one, within) for one in every if one.is_settings]
    python = [*fragments(path, groups, module, within)]
    for group, one in zip(groups, python, strict=True):
        code = bytes(one.borrowed) + b"".join(block.code for block in group)
        hidden = magics(one, code, one.hidden, kind="docs")
        shells += [shell for shell, is_run in hidden if is_run]
    for shell in shells:
        python += fragments(path, [[one] for one in programs(shell)], None, shell)
    return python, shells, settings


def _lines(data: bytes, span: range) -> list[tuple[int, bytes]]:
    lines = []
    at = span.start
    for line in data[span.start : span.stop].splitlines(keepends=True):
        lines.append((at, line))
        at += len(line)
    return lines


def _of_markdown(data: bytes, lines: list[tuple[int, bytes]]) -> Iterator[Block]:
    at = 0
    while at < len(lines):
        if _INDENTED.match(lines[at][1]) and not (at and lines[at - 1][1].strip()):
            begin = at
            while at < len(lines) and (
                _INDENTED.match(lines[at][1]) or not lines[at][1].strip()
            ):
                at += 1
            yield from _of_indented(data, lines[begin:at])
            continue
        opened = _FENCE.match(lines[at][1])
        at += 1
        if opened is None or (b"`" in opened[4] and opened[3].startswith(b"`")):
            continue
        quotes = opened[1].count(b">")
        quote = re.compile(rb"[ \t]*(?:>[ \t]?){%d}" % quotes if quotes else b"")
        inside: list[tuple[int, int]] = []
        begin = at
        stop = lines[-1][0] + len(lines[-1][1])
        while at < len(lines):
            start, line = lines[at]
            held = quote.match(line)
            closing = _FENCE.match(line) if opened[3] in line else None
            is_closed = (
                closing is not None
                and not closing[4]
                and closing[3].startswith(opened[3])
            )
            if held is None or is_closed:
                stop = start
                at += is_closed
                break
            inside.append((start, held.end()))
            at += 1
        if inside and _MYST.match(opened[4]):
            inside = _below_options(data, inside, stop)
        language = language_of(opened[4])
        text = lines[begin : begin + len(inside)]
        if language == b"eval-rst" and text and not quotes:
            yield from _of_rst(data, text)
        elif not quotes and (language in MARKDOWN or holds_text(opened[4], language)):
            yield from _of_markdown(data, text)
        else:
            yield from _block(data, inside, stop, language)


def _of_indented(data: bytes, lines: list[tuple[int, bytes]]) -> Iterator[Block]:
    """Yield what is surely code: it has prompts, or begins with an import."""
    from dr_refit.codemod.formats.blocks import indented

    stop = lines[-1][0] + len(lines[-1][1])
    every = [*_block(data, [(start, 0) for start, _ in lines], stop, b"")]
    text = indented(data, [(start, 0) for start, _ in lines], stop)
    if text is not None:
        yield from (one for one in every if one.lines != text.lines or not one.is_shell)


def _below_options(
    data: bytes, lines: list[tuple[int, int]], stop: int
) -> list[tuple[int, int]]:
    """Return the lines of a directive of MyST below its options."""
    ends = [*(start for start, _ in lines[1:]), stop]
    texts = [data[s + b : e].strip() for (s, b), e in zip(lines, ends, strict=True)]
    if texts[:1] == [b"---"]:
        return lines[texts.index(b"---", 1) + 1 :] if b"---" in texts[1:] else lines
    first = next((i for i, one in enumerate(texts) if not _MYST_OPTION.match(one)), 0)
    return lines[first:]


def _block(
    data: bytes, lines: Sequence[tuple[int, int]], stop: int, language: bytes
) -> Iterator[Block]:
    """Yield the code of a block; without a language, what has prompts, or a shell's."""
    from dr_refit.codemod.formats.blocks import doctests, indented
    from dr_refit.codemod.formats.shells import of_lines

    if lines and language in SETTINGS and (block := indented(data, lines, stop)):
        yield block._replace(is_settings=True)
    if not lines or language not in {*PYTHON, *CONSOLE, *SHELL, b""}:
        return
    first, skipped = lines[0]
    examples = [] if skipped else [*doctests(data, range(first, stop))]
    yield from examples
    block = indented(data, lines, stop)
    if block is None or (examples and language not in SHELL):
        return
    # Without a language nothing says that it is Python.
    if language in PYTHON or (not language and _is_python(block)):
        yield block
    elif language in SHELL or not language:
        shown = {start for one in examples for start, _ in one.lines}
        for one in of_lines(data, lines, stop):
            is_shown = not shown.isdisjoint(start for start, _ in one.lines)
            if not (is_shown or (not language and _DRAWN.search(one.code))):
                yield one


def _is_python(block: Block) -> bool:
    """Return whether a block of no language begins with an import, and parses."""
    return _IMPORT.match(block.code) is not None and block.tree is not None


def _of_rst(data: bytes, lines: list[tuple[int, bytes]]) -> Iterator[Block]:
    from dr_refit.codemod.formats.blocks import doctests, indented
    from dr_refit.codemod.formats.shells import of_lines

    last, line = lines[-1] if lines else (0, b"")
    examples = [*doctests(data, range(lines[0][0] if lines else 0, last + len(line)))]
    yield from examples
    prompts = {start for block in examples for start, _ in block.lines}
    for number, (_, line) in enumerate(lines):
        directive = _DIRECTIVE.match(line)
        is_literal = not directive and line.rstrip().endswith(b"::")
        is_shell = False
        if directive:
            language = directive[3].lower()
            is_shell = language in SHELL or directive[2] == b"prompt"
            if not {language, directive[2]} & {*PYTHON} and not is_shell:
                continue
        elif not is_literal or line.lstrip().startswith(b".."):
            continue
        inside, stop = _content(lines, number, is_literal=is_literal)
        if not inside or any(start in prompts for start, _ in inside):
            continue
        block = indented(data, inside, stop)
        if block is None:
            continue
        if is_literal and not _is_python(block):
            is_shell = True
        if is_shell:
            every = of_lines(data, inside, stop)
            yield from (o for o in every if not (is_literal and _DRAWN.search(o.code)))
        else:
            yield block


def _content(
    lines: list[tuple[int, bytes]], number: int, *, is_literal: bool
) -> tuple[list[tuple[int, int]], int]:
    """Return the lines below a line that are indented more, and where they end."""
    own = _indent(lines[number][1])
    inside: list[tuple[int, int]] = []
    last, line = lines[-1]
    stop = last + len(line)
    in_options = not is_literal
    for start, line in lines[number + 1 :]:
        if line.strip() and _indent(line) <= own:
            stop = start
            break
        in_options = in_options and _OPTION.match(line) is not None
        if not in_options and (inside or line.strip()):
            inside.append((start, 0))
    return inside, stop


def _indent(line: bytes) -> int:
    return len(line) - len(line.lstrip(b" \t"))
