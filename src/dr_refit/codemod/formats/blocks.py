"""Blocks of code in texts: lines with an indentation, or a prompt, before each."""

from __future__ import annotations

import ast
import warnings
from bisect import bisect_right
from functools import lru_cache, partial
from itertools import accumulate
from typing import TYPE_CHECKING

from dr_refit.codemod.document import Fragment, Segment
from dr_refit.names import bound_name
from dr_refit.patterns import regex
from dr_refit.python.edits import Edit, apply
from dr_refit.python.ipython import mask
from dr_refit.python.namespaces import MODULE, PAGE
from dr_refit.python.nodes import walk
from dr_refit.python.source import Source
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dr_refit.codes import Kind

#: >>> f();  In [1]: f()
_PROMPT = regex(rb"[ \t]*(?:>>>|In \[\d*\]:)(?: |(?=\r?\n|\Z))")
_MORE = regex(rb"[ \t]*\.\.\.:?(?: |(?=\r?\n|\Z))")


class Block(NamedTuple):
    """Some whole lines of code, and where each of them stands."""

    #: All that the lines stand in.
    data: bytes
    #: Where each begins there, and how many bytes stand before its code.
    lines: tuple[tuple[int, int], ...]
    stop: int
    has_prompts: bool = False
    #: It is for a shell, and no Python.
    is_shell: bool = False
    #: It is of settings, and no Python either.
    is_settings: bool = False

    @property
    def code(self) -> bytes:
        """Its lines, without what stands before them."""
        ends = [*(start for start, _ in self.lines[1:]), self.stop]
        return b"".join(
            self.data[start + before : end]
            for (start, before), end in zip(self.lines, ends, strict=True)
        )

    @property
    def tree(self) -> ast.Module | None:
        """Its syntax tree; None: it does not parse."""
        return parsed(self.code)

    def segment(self, at: int) -> Segment:
        """Return where its code stands, from an offset of the fragment on."""
        first, _ = self.lines[0]
        return Segment(
            code=range(at, at + len(self.code)),
            data=range(first, self.stop),
            write=partial(_written, self) if any(b for _, b in self.lines) else None,
            indent=max(before for _, before in self.lines),
        )


def parsed(code: bytes) -> ast.Module | None:
    """Return the syntax tree of code, if it has one."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(code.decode())
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def doctests(data: bytes, span: range) -> Iterator[Block]:
    """Yield the examples in a part of a text: lines behind prompts, run for run."""
    found: list[tuple[int, int]] = []
    at = span.start
    for line in data[span.start : span.stop].splitlines(keepends=True):
        prompt = _PROMPT.match(line) or (_MORE.match(line) if found else None)
        if prompt:
            found.append((at, prompt.end()))
        elif found:
            yield Block(data, tuple(found), at, has_prompts=True)
            found = []
        at += len(line)
    if found:
        yield Block(data, tuple(found), span.stop, has_prompts=True)


def indented(data: bytes, lines: Sequence[tuple[int, int]], stop: int) -> Block | None:
    """Return lines without the white space that all have; None: there are none.

    `lines`: where each begins, and how many bytes there are no part of it.
    """
    ends = [*(start for start, _ in lines[1:]), stop]
    texts = [data[s + b : e] for (s, b), e in zip(lines, ends, strict=True)]
    full = [text for text in texts if text.strip()]
    if not full:
        return None
    common = min(len(text) - len(text.lstrip(b" \t")) for text in full)
    before = [
        skipped + min(common, len(text) - len(text.lstrip(b" \t")))
        for (_, skipped), text in zip(lines, texts, strict=True)
    ]
    starts = [start for start, _ in lines]
    return Block(data, tuple(zip(starts, before, strict=True)), stop)


def fragments(
    path: str,
    blocks: Iterable[Sequence[Block]],
    module: Mapping[str, str] | None = None,
    within: Fragment | None = None,
) -> Iterator[Fragment]:
    """Yield a fragment per group of blocks, which share their names.

    A name that none of its own blocks binds is that of the module, or of the groups
    before. `module`: what its imports bind, where the blocks are of docstrings.
    """
    known = {} if module is None else dict(module)
    for group in blocks:
        code = b"".join(block.code for block in group)
        imported = _imported(code)
        hidden: tuple[range, ...] = ()
        if imported is None and (masked := mask(code)).hidden:
            # %timeit f()
            code, hidden = masked
            imported = _imported(code)
        needed: set[str] = set()
        if imported is not None:
            needed = {
                name
                for name in known.keys() - imported.keys()
                if name.encode() in code and name in _missing(code)
            }
        texts = dict.fromkeys(known[name] for name in sorted(needed))
        borrowed = "".join(f"{text}\n" for text in texts).encode()
        at = start = len(borrowed)
        segments = []
        for block in group:
            segments.append(block.segment(at))
            at += len(block.code)
        yield Fragment(
            source=Source.of_code(path, borrowed + code),
            segments=tuple(segments),
            namespace=PAGE,
            kind="docs",
            within=within,
            borrowed=len(borrowed),
            hidden=tuple(range(start + one.start, start + one.stop) for one in hidden),
        )
        if imported and module is None:
            known |= imported


def as_text(path: str, block: Block, within: Fragment | None = None) -> Fragment:
    """Return a block that is no Python as a fragment."""
    return Fragment(
        source=Source.of_code(path, block.code),
        segments=(block.segment(0),),
        namespace=MODULE,
        kind="docs",
        within=within,
    )


def whole(path: str, data: bytes, kind: Kind = "docs") -> Fragment:
    """Return all of a text as a fragment."""
    every = range(len(data))
    return Fragment(
        source=Source.of_code(path, data),
        segments=(Segment(every, every, None),),
        namespace=MODULE,
        kind=kind,
    )


# A text is read again after its change, and most of its blocks are as they were.
@lru_cache(maxsize=256)
def _imported(code: bytes) -> Mapping[str, str] | None:
    """Return what imports of code bind, each with its import; None: no Python."""
    tree = parsed(code)
    return dict(imports_of(tree)) if tree else None


def imports_of(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield the names that imports of a module bind, each with its import."""
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            before = ""
            if isinstance(node, ast.ImportFrom):
                before = f"from {'.' * node.level}{node.module or ''} "
            for alias in node.names:
                local = f" as {alias.asname}" if alias.asname else ""
                yield bound_name(alias), f"{before}import {alias.name}{local}"


@lru_cache(maxsize=256)
def _missing(code: bytes) -> frozenset[str]:
    """Return the names that a block refers to, and never binds."""
    tree = parsed(code)
    nodes = walk(tree) if tree else []
    names = [node for node in nodes if isinstance(node, ast.Name)]
    bound = {node.id for node in names if not isinstance(node.ctx, ast.Load)}
    bound.update(node.arg for node in nodes if isinstance(node, ast.arg))
    for node in nodes:
        if isinstance(node, ast.alias):
            bound.add(bound_name(node))
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            bound.add(node.name)
    return frozenset(node.id for node in names) - bound


def _written(block: Block, edits: Sequence[Edit]) -> Sequence[Edit]:
    """Return the edits of a block's lines that edits of its code come to."""
    code = block.code
    starts = [0, *accumulate(map(len, code.splitlines(keepends=True)))]
    first, _ = block.lines[0]

    def place(offset: int) -> int:
        line = bisect_right(starts, offset) - 1
        if line >= len(block.lines):
            return block.stop - first
        start, before = block.lines[line]
        return start + before + offset - starts[line] - first

    heads = _statements(apply(code, edits)) if block.has_prompts else set()
    moved = 0
    result = []
    for edit in edits:
        line = bisect_right(starts, edit.start) - 1
        start, before = block.lines[min(line, len(block.lines) - 1)]
        lead = block.data[start : start + before]
        number = code.count(b"\n", 0, edit.start) + moved + 1
        parts = edit.text.split(b"\n")
        for at, part in enumerate(parts[1:], number + 1):
            parts[at - number] = _lead(lead, block, is_head=at in heads) + part
        text = b"\n".join(parts)
        moved += edit.text.count(b"\n") - code.count(b"\n", edit.start, edit.end)
        result.append(Edit(start=place(edit.start), end=place(edit.end), text=text))
    return result


def _lead(lead: bytes, block: Block, *, is_head: bool) -> bytes:
    """Return what stands before the code of a new line."""
    if not block.has_prompts:
        return lead
    indent = lead[: len(lead) - len(lead.lstrip(b" \t"))]
    if b":" in lead:
        # In [1]: f()
        return indent + b"...: ".rjust(len(lead) - len(indent))
    return indent + (b">>> " if is_head else b"... ")


def _statements(code: bytes) -> set[int]:
    """Return the lines on which statements start."""
    tree = parsed(code)
    return {node.lineno for node in tree.body} if tree else set()
