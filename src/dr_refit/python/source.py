"""A file's bytes, and the UTF-8 view of them on which every step works."""

from __future__ import annotations

import ast
import re
import warnings
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from dr_refit.codes import Code
from dr_refit.errors import FileRefused
from dr_refit.findings import Position
from dr_refit.patterns import regex
from dr_refit.python.comments import ignored_lines
from dr_refit.python.mangling import PRIVATE, mangle
from dr_refit.python.words import may_disguise

if TYPE_CHECKING:
    from dr_refit.python.words import Finder

    type Located = (
        ast.stmt | ast.expr | ast.alias | ast.arg | ast.keyword | ast.ExceptHandler
    )

#: More code than this is refused: its tree would take gigabytes.
MAX_CODE = 5_000_000

_BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_COOKIE = regex(rb"^[ \t\f]*#.*?coding[:=]")
_NEWLINE = regex(rb"\r\n|\r|\n")
_BLANK = regex(rb"^[ \t\f]*(?:#.*)?$")

#: How much code is parsed at a time: while it is, a parser takes twice the tree's room.
_CHUNK = 50_000
#: Where a statement very likely starts: a definition behind a blank line.
_DEFINITION = regex(rb"(?<=\n\n)(?:def|class|async def|@)(?=[ \w])")


class Source:
    """One file of Python.

    `code` is the text in UTF-8 without a byte order mark, newlines as they are, so
    that the columns of `ast` are offsets in it; `encode` takes it back to file bytes.
    Raises FileRefused where the bytes are not text, or too much of it.
    """

    def __init__(self, path: str, data: bytes) -> None:
        self.path = path
        self.data = data
        self.bom = _BOM if data.startswith(_BOM) else b""
        body = data[len(self.bom) :]
        self.encoding = _encoding(data, body)
        if self.encoding == "utf-8":
            self.code = body
        else:
            self.code = _transcode(body, self.encoding)
        if len(self.code) > MAX_CODE:
            size = f"{len(self.code):,} bytes of code, more than {MAX_CODE:,}"
            message = f"{size}: split the file, or exclude it"
            raise FileRefused(Code.TOO_LARGE, message)

    @classmethod
    def of_code(cls, path: str, code: bytes) -> Source:
        """Return a piece of a UTF-8 view as a file of its own."""
        source = cls(path, b"")
        source.data = source.code = code
        return source

    def encode(self, code: bytes) -> bytes:
        """Return the bytes of the file for a UTF-8 view.

        FileRefused where they would be read as something else.
        """
        body = code
        if self.encoding != "utf-8":
            try:
                body = code.decode().encode(self.encoding)
            except UnicodeEncodeError as error:
                raise FileRefused(Code.UNDECODABLE, str(error)) from error
        data = self.bom + body
        if _encoding(data, body) != self.encoding:
            # import a
            # # coding: latin-1    counts once the line above it is gone
            raise FileRefused(
                Code.NOT_VERIFIED,
                "internal check failed: a comment would declare another encoding",
            )
        return data

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree; FileRefused where there is none."""
        try:
            with warnings.catch_warnings():
                # What Python thinks of the user's code is not for this command to say.
                warnings.simplefilter("ignore")
                tree = _parse(self.code)
        except UnicodeDecodeError as error:
            line = self.code.count(b"\n", 0, error.start) + 1
            message = f"not {self.encoding}: {error.reason}; declare its encoding"
            raise FileRefused(Code.UNDECODABLE, message, line) from error
        except SyntaxError as error:
            line, column = error.lineno or 0, error.offset or 0
            raise FileRefused(Code.SYNTAX_ERROR, error.msg, line, column) from error
        except (ValueError, RecursionError, MemoryError) as error:
            raise FileRefused(
                Code.SYNTAX_ERROR, f"cannot be parsed: {error}"
            ) from error
        if b"class" in self.code and (lines := self.lines_with(PRIVATE)):
            mangle(tree, lines)
        return tree

    @property
    def is_valid(self) -> bool:
        """Whether it is Python: parsed, it stays so."""
        try:
            return bool(self.tree)
        except FileRefused:
            return False

    @cached_property
    def disguised(self) -> bool:
        """Whether an identifier may be spelled with other characters than it is."""
        return may_disguise(self.code)

    def ignores(
        self, node: ast.stmt | ast.expr | ast.alias | ast.arg, code: str
    ) -> bool:
        """Return whether a comment on its lines, `# codemod: ignore[code]`, says so."""
        last = node.end_lineno or node.lineno
        return any(
            not codes or code in codes
            for line, codes in self.ignored.items()
            if node.lineno <= line <= last
        )

    def says(self, node: ast.stmt, word: str) -> bool:
        """Return whether a comment on a statement's lines has a word in it."""
        if word not in self._holds:
            self._holds[word] = word.encode() in self.code
        if not self._holds[word]:
            return False
        start, end = self.start(node), self.line_end(self.end(node))
        return any(
            word.encode() in comment
            for comment in re.findall(rb"#[^\r\n]*", self.code[start:end])
        )

    @cached_property
    def _holds(self) -> dict[str, bool]:
        """Word that was asked for -> whether it is in the code at all."""
        return {}

    @cached_property
    def ignored(self) -> dict[int, set[str]]:
        """Line -> the codes that a comment there ignores; none: all of them."""
        return ignored_lines(self.code)

    @cached_property
    def _starts(self) -> list[int]:
        lines = self.code.splitlines(keepends=True)
        return [0, *accumulate(map(len, lines))]

    def lines_with(self, *patterns: Finder) -> list[int]:
        """List the lines on which a match of one of the patterns starts, in order."""
        starts = self._starts
        lines: set[int] = set()
        for pattern in patterns:
            line = past = 0
            for found in pattern.finditer(self.code):
                if found.start() >= past:
                    line = bisect_right(starts, found.start(), line, len(starts) - 1)
                    past = starts[line]
                    lines.add(line)
        return sorted(lines)

    def offset(self, line: int, column: int) -> int:
        """Turn `ast`'s 1-based line and UTF-8 column into an offset in `code`."""
        return self._starts[line - 1] + column

    def ast_position(self, offset: int) -> tuple[int, int]:
        """Turn an offset in `code` into `ast`'s 1-based line and UTF-8 column."""
        line = bisect_right(self._starts, offset, hi=len(self._starts) - 1)
        return line, offset - self._starts[line - 1]

    def start(self, node: Located) -> int:
        """Return where a node starts."""
        return self.offset(node.lineno, node.col_offset)

    def first(self, node: Located) -> int:
        """Return where a node starts, its decorators included."""
        decorators = getattr(node, "decorator_list", [])
        return min(self.start(one) for one in (node, *decorators))

    def starts_line(self, offset: int) -> bool:
        """Return whether no other code stands before it on its logical line."""
        line = self.line_start(offset)
        if self.code[line:offset].strip():
            return False
        above = self.code[self.line_start(max(line - 1, 0)) : line].rstrip(b"\r\n")
        # A comment may end in a backslash, too.
        return not above.endswith(b"\\") or b"#" in above

    def end(self, node: Located) -> int:
        """Return where a node ends."""
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self.offset(node.end_lineno, node.end_col_offset)

    def position(self, offset: int) -> Position:
        """Return the line and the column of an offset."""
        line = bisect_right(self._starts, offset, hi=len(self._starts) - 1)
        before = self.code[self._starts[line - 1] : offset]
        return Position(line, len(before.decode()) + 1)

    def offset_of(self, position: Position) -> int:
        """Return the offset of a position."""
        start = self.offset(position.line, 0)
        before = self.code[start : self.line_end(start)].decode()[: position.column - 1]
        return start + len(before.encode())

    def line_start(self, offset: int) -> int:
        """Return where the line of an offset starts."""
        line = bisect_right(self._starts, offset, hi=len(self._starts) - 1)
        return self._starts[line - 1]

    def line_end(self, offset: int) -> int:
        """Return where the line of an offset ends, before its newline."""
        end = self._starts[bisect_right(self._starts, offset, hi=len(self._starts) - 1)]
        for newline in (b"\r\n", b"\r", b"\n"):
            if self.code.endswith(newline, offset, end):
                return end - len(newline)
        return end

    def newline_after(self, offset: int) -> bytes:
        """Return the newline of the line; at the end of the file, its first one."""
        at = self.line_end(offset)
        found = _NEWLINE.match(self.code, at) or _NEWLINE.search(self.code)
        return found.group() if found else b"\n"


def _parse(code: bytes) -> ast.Module:
    """Parse a file, a large one statement by statement to save memory.

    Where each of two pieces of whole lines parses by itself, no string and no bracket
    is open between them, and together they mean what they mean alone.
    """
    body: list[ast.stmt] = []
    start = 0
    if len(code) > 2 * _CHUNK and b"\r" not in code:
        line = 0
        try:
            while found := _DEFINITION.search(code, start + _CHUNK):
                piece = b"\n" * line + code[start : found.start()]
                body += ast.parse(piece.decode()).body
                line = piece.count(b"\n")
                start = found.start()
            body += ast.parse((b"\n" * line + code[start:]).decode()).body
        except (SyntaxError, UnicodeDecodeError):
            # The whole of it tells where, and whether, something is wrong.
            body.clear()
        else:
            return ast.Module(body=body, type_ignores=[])
    return ast.parse(code.decode())


def _encoding(data: bytes, body: bytes) -> str:
    """Return the declared encoding, "utf-8" if there is none."""
    if data.startswith(_UTF16):
        raise FileRefused(Code.UNDECODABLE, "UTF-16, which Python does not read", 1)
    for line in body.splitlines()[:2] if b"coding" in body[:2000] else ():
        if _COOKIE.match(line):
            break
        if not _BLANK.match(line):
            return "utf-8"
    else:
        return "utf-8"

    import io  # rarely needed
    import tokenize

    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    except (SyntaxError, UnicodeError) as error:
        raise FileRefused(Code.UNDECODABLE, str(error), 1) from error
    return "utf-8" if encoding == "utf-8-sig" else encoding


def _transcode(body: bytes, encoding: str) -> bytes:
    try:
        text = body.decode(encoding)
    except (UnicodeError, LookupError) as error:
        raise FileRefused(Code.UNDECODABLE, str(error), 1) from error
    if text.encode(encoding) != body:
        raise FileRefused(Code.UNDECODABLE, f"{encoding} does not round-trip", 1)
    return text.encode()
