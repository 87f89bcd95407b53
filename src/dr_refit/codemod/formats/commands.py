"""Commands in strings and comments of Python: what a shell, or IPython, is given."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from dr_refit.codemod.document import Fragment, Segment
from dr_refit.codemod.formats.shells import of_magic, part
from dr_refit.codes import Code
from dr_refit.python.namespaces import MODULE
from dr_refit.python.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dr_refit.codemod.document import Document
    from dr_refit.codes import Kind
    from dr_refit.python.edits import Edit

#: Before each word but the first; a quote is before it, and behind.
_GAP = re.compile(rb"(?<=['\"])[ \\](?=\s*['\"])")
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
#: A text, or what else may be a word of a list: "a", 'b', f"{c}/d", e.f, g(h), *i
_WORD = (
    rb"(?:[fF]?(?:'[^'\\\r\n]*'|\"[^\"\\\r\n]*\")|\*?[A-Za-z_][\w.]*(?:\([^()\r\n]*\))?)"
    rb"(?=\s*[,\])])"
)
_WORDS = re.compile(rb"(?:\s*,)?\s*(?P<word>" + _WORD + rb")")
#: ["pip", "install", "a"]    session.run("uv", "add", "a")
_LIST = re.compile(
    rb"(?P<add>\b(?:session\.install|(?:uv_)?pip_install)\(\s*\[?|\bpackages_to_install=[\[(])"
    rb"|[\[(](?=\s*" + _WORD + rb")"
)
_INSTALLS = re.compile(
    rb"(['\"])(?:install|uninstall|download|wheel|add|remove|--with)\1"
)
#: Without one of these, nothing is installed.
_INSTALLERS = (b"install", b"--with", b"poetry", b"pdm", b"rye", b"'uv'", b'"uv"')
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
    found: list[Fragment] = []
    for holder in document.fragments:
        lists = [*_in_lists(holder, kind)]
        found += lists
        taken = [one.segments[0].data for one in lists]
        found += [
            one
            for one in _in_strings(holder, kind)
            if not any(one.segments[0].data.start in each for each in taken)
        ]
        found += _in_comments(holder) if kind == "strings" else ()
    commands = (one for one in found if not _accepted(one))
    return replace(document, shells=(*document.shells, *commands))


def _accepted(shell: Fragment) -> bool:
    """Return whether a comment of Python accepts what is said of a command."""
    if shell.within is None or b"codemod:" not in shell.within.code:
        return False
    holder, stands = shell.within, shell.segments[0].data
    first, last = (
        holder.code.count(b"\n", 0, at) + 1 for at in (stands.start, stands.stop)
    )
    return any(
        not codes or Code.COMMAND_LEFT in codes
        for line, codes in holder.source.ignored.items()
        if first <= line <= last
    )


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


def _in_lists(holder: Fragment, kind: Kind) -> Iterator[Fragment]:
    """Yield the lists that are commands which install something."""
    if not any(one in holder.code for one in _INSTALLERS):
        return
    at = 0
    while opened := _LIST.search(holder.code, at):
        at = opened.end()
        start = at - 1
        words = []
        while word := _WORDS.match(holder.code, at):
            words.append(word.span("word"))
            at = word.end()
        text = holder.code[start:at]
        if opened["add"] or _INSTALLS.search(text):
            masked = _masked(text, [(a - start, b - start) for a, b in words])
            if masked is not None:
                before = b"pip install " if opened["add"] else b""
                yield _listed(holder, before + masked, range(start, at), kind)


def _masked(text: bytes, words: Sequence[tuple[int, int]]) -> bytes | None:
    """Return a list as a shell would take its words, each where it stands in the list.

    None: there is no room for that.
    """
    result = bytearray(b" " * len(text))
    for newline in re.finditer(rb"\r?\n", text):
        at = newline.start()
        if text[at - 1 : at] in {b"\n", b""}:
            return None
        result[at - 1 : newline.end()] = b"\\" + newline[0]
    for start, stop in words:
        word = text[start:stop]
        if word[-1:] not in {b"'", b'"'}:
            if not result[:start].endswith((b"  ", b"\n ")) and start > 1:
                return None
            word = b"$" + re.sub(rb"[^\w.]", b"_", word)
        result[stop - len(word) : stop] = word
    return bytes(result)


def _listed(holder: Fragment, code: bytes, stands: range, kind: Kind) -> Fragment:
    before = len(code) - len(stands)
    column = stands.start - holder.code.rfind(b"\n", 0, stands.start) - 1

    def write(edits: Sequence[Edit]) -> Sequence[Edit]:
        """Return edits of a shell text as those of a list."""
        return [one._replace(text=_GAP.sub(b",", b"'" + one.text)[1:]) for one in edits]

    return Fragment(
        source=Source.of_code(holder.source.path, code),
        segments=(
            Segment(range(before, len(code)), stands, write, indent=column - before),
        ),
        namespace=MODULE,
        kind=kind,
        within=holder,
        is_list=True,
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
