"""A Jupyter notebook: cells in JSON, which share one namespace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.codemod.formats.cell_bytes import plain, sources
from dr_refit.codemod.formats.languages import names_python
from dr_refit.codemod.formats.model import Format
from dr_refit.codemod.formats.python import with_commands
from dr_refit.codes import Code
from dr_refit.errors import FileRefused
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dr_refit.codemod.document import Document, Fragment
    from dr_refit.codemod.formats.cell_text import CellText
    from dr_refit.codemod.formats.located import Located, Wanted
    from dr_refit.codes import Kind
    from dr_refit.python.ipython import Masked

_CELLS: Wanted = [
    {
        "cell_type": None,
        "source": [None],
        # Up to nbformat 3.
        "input": [None],
        "language": None,
        "metadata": {"vscode": None},
    }
]
_WANTED: Wanted = {
    "metadata": {"kernelspec": None, "language_info": None},
    "cells": _CELLS,
    "worksheets": [{"cells": _CELLS}],
}
#: So that imports of two cells do not follow each other.
_BETWEEN = b"0\n"
#: What code with an indentation stands in.
_BLOCK = b"with 0:\n"


class NotebookFormat(Format):
    """Notebooks of Jupyter, whose kernel runs Python."""

    kind: Kind | None = "notebooks"
    suffixes: tuple[str, ...] = (".ipynb",)

    def code(self, data: bytes) -> bytes:
        """Return the sources of the cells, still as JSON, and little more."""
        return sources(data)

    def plain(self, data: bytes) -> bytes:
        """Return the bytes with a newline for each quote, and no escapes inside."""
        return plain(data)

    def read(self, path: str, data: bytes) -> Document:
        """Return the cells in Python as one fragment, and the others each as a text."""
        from dr_refit.codemod.document import Document

        cells = [*_cells(data)]
        fragments = [*_fragments(path, cells)]
        if not all(map(_is_apart, fragments)):
            cells = [*map(_checked, cells)]
            fragments = [*_fragments(path, cells)]
        texts = _Texts(path)
        for one in cells:
            texts.add(one)
        code = [one for one in cells if one.masked is not None]
        for whole in fragments:
            for one, segment in zip(code, whole.segments, strict=True):
                texts.add_magics(whole, one, segment.code.start)
        document = Document(
            path=path,
            data=data,
            fragments=tuple(fragments),
            nested=tuple(texts.nested),
            shells=tuple(texts.shells),
            settings=tuple(texts.settings),
            holders=tuple(texts.holders),
            prose=tuple(texts.prose),
        )
        return with_commands(document, "notebooks")


class _Cell(NamedTuple):
    number: int
    text: CellText
    #: None: it is no Python.
    masked: Masked | None = None
    is_markdown: bool = False
    #: Its code should be Python.
    is_broken: bool = False


class _Texts:
    """What is no Python in a notebook."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.nested: list[Fragment] = []
        self.shells: list[Fragment] = []
        self.settings: list[Fragment] = []
        self.holders: list[Fragment] = []
        self.prose: list[Fragment] = []

    def add(self, cell: _Cell) -> None:
        """Take a cell that is no Python."""
        from dr_refit.codemod.formats.shells import of_magic, of_program, part
        from dr_refit.codemod.formats.text import pieces
        from dr_refit.python.ipython import parses

        if cell.masked is not None:
            return
        holder = _whole(self.path, cell)
        self.holders.append(holder)
        self.prose.append(holder)
        if cell.is_markdown:
            nested, shells, settings = pieces(self.path, holder.code, holder)
            self.nested += nested
            self.shells += shells
            self.settings += settings
        elif cell.is_broken:
            self.nested.append(part(holder, holder.code, 0, "notebooks"))
        elif start := of_magic(holder.code):
            self.shells.append(part(holder, holder.code[start:], start, "notebooks"))
        elif (start := of_program(holder.code)) and parses(holder.code[start:]):
            self.nested.append(part(holder, holder.code[start:], start, "notebooks"))

    def add_magics(self, holder: Fragment, cell: _Cell, at: int) -> None:
        """Take the magics of a cell that is Python, and starts at an offset."""
        from dr_refit.codemod.formats.shells import magics

        hidden = cell.masked.hidden if cell.masked else ()
        for one, is_run in magics(holder, cell.text.code, hidden, at):
            self.prose.append(one)
            if is_run:
                self.shells.append(one)


def _cells(data: bytes) -> Iterator[_Cell]:
    """Yield the cells; FileRefused where it is no notebook."""
    from dr_refit.codemod.formats.cell_text import CellText
    from dr_refit.codemod.formats.located import locate
    from dr_refit.python.ipython import cell_magic, is_foreign, mask

    try:
        data.decode()
        top = locate(data, _WANTED)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FileRefused(Code.UNDECODABLE, error.reason, line) from error
    except ValueError as error:
        line = getattr(error, "lineno", 0)
        raise FileRefused(Code.INVALID_NOTEBOOK, f"no JSON: {error}", line) from error
    if not _is_python(top):
        return
    for number, cell in enumerate(_located(top), 1):
        source = cell.member("source") or cell.member("input")
        strings = _strings(source)
        if not strings or source is None:
            continue
        text = CellText(data, strings, is_list=isinstance(source.value, list))
        is_code = cell.get("cell_type") == "code" and _runs_python(cell)
        if is_code and not is_foreign(cell_magic(text.code)):
            yield _Cell(number, text, mask(text.code))
        else:
            is_markdown = cell.get("cell_type") == "markdown"
            yield _Cell(number, text, is_markdown=is_markdown)


def _located(top: Located) -> Iterator[Located]:
    """Yield the cells; FileRefused where there can be none."""
    sheets = top.member("worksheets")
    places = [top] if sheets is None else sheets.items()
    for place in places:
        cells = place.member("cells")
        if cells is None or not isinstance(cells.value, list):
            raise FileRefused(Code.INVALID_NOTEBOOK, "no notebook: it has no cells")
        yield from cells.items()


def _is_python(top: Located) -> bool:
    """Return whether the kernel of a notebook runs Python, as far as it tells."""
    metadata = top.member("metadata")
    for key, name in (
        ("language_info", "name"),
        ("kernelspec", "language"),
        ("kernelspec", "name"),
    ):
        about = metadata.get(key) if metadata else None
        language = about.get(name) if isinstance(about, dict) else None
        if isinstance(language, str) and language:
            return names_python(language)
    return True


def _runs_python(cell: Located) -> bool:
    """Return whether a cell is in the language of a notebook in Python."""
    # Visual Studio Code has several languages in one notebook.
    metadata = cell.member("metadata")
    about = metadata.get("vscode") if metadata else None
    language = about.get("languageId") if isinstance(about, dict) else None
    language = language or cell.get("language")
    return not isinstance(language, str) or names_python(language)


def _strings(source: Located | None) -> list[range]:
    """Return what stands in the quotes of a cell's source."""
    if source is None:
        return []
    every = source.items() or [source]
    if isinstance(source.value, list) and not source.value:
        return []
    if not all(isinstance(one.value, str) for one in every):
        raise FileRefused(Code.INVALID_NOTEBOOK, "no notebook: a source is no text")
    return [range(one.start + 1, one.stop - 1) for one in every]


def _fragments(path: str, cells: Sequence[_Cell]) -> Iterator[Fragment]:
    """Yield all cells of Python as one text, a statement between any two."""
    from dr_refit.codemod.document import Fragment, Segment
    from dr_refit.python.namespaces import PAGE
    from dr_refit.python.source import Source

    code = bytearray()
    segments = []
    hidden: list[range] = []
    for number, text, masked, *_ in cells:
        if masked is None:
            continue
        code += _before(masked.code)
        start = len(code)
        code += masked.code
        segments.append(
            Segment(
                code=range(start, len(code)),
                data=text.range,
                write=text.edited,
                cell=number,
            )
        )
        hidden += [range(start + o.start, start + o.stop) for o in masked.hidden]
        code += _BETWEEN
    if segments:
        yield Fragment(
            source=Source.of_code(path, bytes(code)),
            segments=tuple(segments),
            namespace=PAGE,
            kind="notebooks",
            hidden=tuple(hidden),
        )


def _before(code: bytes) -> bytes:
    """Return what code of a cell has to stand in: IPython takes its indentation off."""
    return _BLOCK if code.lstrip(b"\r\n")[:1] in {b" ", b"\t"} else b""


def _is_apart(fragment: Fragment) -> bool:
    """Return whether each cell of a text parses alone, by the statements between."""
    source = fragment.source
    if not source.is_valid:
        return False
    starts = {source.start(node): node for node in source.tree.body}
    for segment in fragment.segments:
        between = starts.get(segment.code.stop)
        if between is None or source.end(between) != segment.code.stop + 1:
            return False
    return True


def _checked(cell: _Cell) -> _Cell:
    """Return a cell as a text if its code is no Python."""
    from dr_refit.python.ipython import parses

    code = cell.masked.code if cell.masked else b""
    if cell.masked is None or parses(_before(code) + code):
        return cell
    return cell._replace(masked=None, is_broken=True)


def _whole(path: str, cell: _Cell) -> Fragment:
    """Return the text of a cell."""
    from dr_refit.codemod.document import Fragment, Segment
    from dr_refit.python.namespaces import MODULE
    from dr_refit.python.source import Source

    text = cell.text
    every = range(len(text.code))
    return Fragment(
        source=Source.of_code(path, text.code),
        segments=(Segment(every, text.range, text.edited, cell.number),),
        namespace=MODULE,
        kind="notebooks",
    )
