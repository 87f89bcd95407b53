"""Commands in strings and comments of Python: what a shell, or IPython, is given."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from dr_refit.codemod.document import Fragment, Segment
from dr_refit.codemod.formats.shells import of_magic, part
from dr_refit.python.namespaces import MODULE
from dr_refit.python.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.codemod.document import Document
    from dr_refit.codes import Kind

#: All of an argument: "a b"    not "a b" + c
_TEXT = (
    rb"(?P<quote>['\"])(?P<text>(?:(?!(?P=quote))[^\\\r\n])+)(?P=quote)"
    rb"(?=[ \t]*[,)\]])"
)
#: os.system("a b")    subprocess.run(["a", "b"])    session.run("a", "b")
_RUN = re.compile(
    rb"(?:system|popen|Popen|output|run|call|subprocess_shell)\(\s*(?:\[\s*)?" + _TEXT
)
#: get_ipython().run_line_magic("pip", "install a")
_MAGIC = re.compile(
    rb"run_line_magic\(\s*(?P<other>['\"])(?P<magic>pip|uv|conda|mamba|run)(?P=other)"
    rb"\s*,\s*" + _TEXT
)
_CELLS = re.compile(rb"(?m)^# ?%%")
#: # %pip install a    # !a
_COMMENTED = re.compile(rb"(?m)^[ \t]*# ?(?=[%!]\w)(?P<text>[^\r\n]*)")
#: # %% language="bash"
_SHELL_CELL = re.compile(
    rb"(?m)^# ?%%[^\r\n]*language=\"(?:ba|z)?sh\"[^\r\n]*\r?\n"
    rb"(?P<lines>(?:#[^\r\n]*\r?\n?)*)"
)
_LINE = re.compile(rb"(?m)^# ?(?P<text>[^\r\n]+)")


def with_commands(document: Document, kind: Kind) -> Document:
    """Return a module, or a notebook, with the commands in its strings and comments."""
    found = list(document.shells)
    for holder in document.fragments:
        found += _in_strings(holder, kind)
        found += _in_comments(holder) if kind == "strings" else ()
    return replace(document, shells=tuple(found))


def _in_strings(holder: Fragment, kind: Kind) -> Iterator[Fragment]:
    for pattern in (_RUN, _MAGIC):
        for one in pattern.finditer(holder.code):
            magic = one["magic"] if pattern is _MAGIC else b""
            # run is %run there, which starts a script
            before = {b"": b"", b"run": b"%run "}.get(magic, magic + b" ")
            code = before + one["text"]
            stands = range(one.start("text"), one.end("text"))
            column = stands.start - holder.code.rfind(b"\n", 0, stands.start) - 1
            segment = Segment(
                range(len(before), len(code)),
                stands,
                None,
                indent=column - len(before),
            )
            yield Fragment(
                source=Source.of_code(holder.source.path, code),
                segments=(segment,),
                namespace=MODULE,
                kind=kind,
                within=holder,
                quote=one["quote"].decode(),
            )


def _in_comments(holder: Fragment) -> Iterator[Fragment]:
    """Yield the magics of a notebook that is a script: Jupytext comments them out."""
    code = holder.code
    if not _CELLS.search(code):
        return
    for one in _COMMENTED.finditer(code):
        if (begin := of_magic(one["text"])) is not None:
            text = one["text"][begin:]
            yield part(holder, text, one.start("text") + begin, "strings")
    for cell in _SHELL_CELL.finditer(code):
        for line in _LINE.finditer(code, *cell.span("lines")):
            yield part(holder, line["text"], line.start("text"), "strings")
