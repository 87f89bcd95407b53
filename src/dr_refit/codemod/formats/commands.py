"""Commands in strings and comments of Python: what a shell, or IPython, is given."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from dr_refit.codemod.formats.command_words import Listed, of_list, of_text
from dr_refit.codemod.formats.shells import of_magic, part
from dr_refit.codes import Code
from dr_refit.patterns import regex
from dr_refit.python.annotations import last_name
from dr_refit.python.parents import inside

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dr_refit.codemod.document import Document, Fragment
    from dr_refit.codes import Kind

#: What runs a command, by the end of its name: os.system, subprocess.check_output
_RUNS = (
    *("system", "popen", "Popen", "output", "run", "check_call", "subprocess_shell"),
    *("subprocess_exec", "run_always", "run_install"),
)
_CALLS = frozenset(("call", "subprocess.call", "sp.call"))
#: Its words are all installed.
_ADDS = ("pip_install", "uv_pip_install")
#: Magics whose text is for a shell, and what is before it there.
_MAGICS = {
    **{name: f"{name} ".encode() for name in ("pip", "uv", "conda", "mamba")},
    # A shell has none of these; run is %run there, which starts a script.
    **{name: f"%{name} ".encode() for name in ("run", "load_ext", "reload_ext")},
}
#: A word of a command that installs, or takes away.
_INSTALLS = frozenset(
    ("install", "uninstall", "download", "wheel", "add", "remove", "--with")
)
#: On the line of each command is one of these.
_MARKS = regex(
    rb"(?:system|open|output|run|call|shell|exec|always|install|magic)\s*\("
    rb"|packages_to_install|['\"](?:(?:un)?install|download|wheel|add|remove|--with)['\"]"
)
_CELLS = regex(rb"(?m)^# ?%%")
#: # %pip install a    # !a
_COMMENTED = regex(rb"(?m)^[ \t]*# ?(?=[%!]\w)(?P<text>[^\r\n]*)")
#: # %% language="bash"
_SHELL_CELL = regex(
    rb"(?m)^# ?%%[^\r\n]*language=\"(?:ba|z)?sh\"[^\r\n]*\r?\n"
    rb"(?P<lines>(?:#[^\r\n]*\r?\n?)*)"
)
_LINE = regex(rb"(?m)^# ?(?P<text>[^\r\n]+)")


def with_commands(document: Document, kind: Kind) -> Document:
    """Return a module, or a notebook, with the commands in its strings and comments."""
    found: list[Fragment] = []
    for holder in document.fragments:
        found += _in_code(holder, kind)
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


def _in_code(holder: Fragment, kind: Kind) -> Iterator[Fragment]:
    source = holder.source
    lines = source.lines_with(_MARKS)
    if not lines or not source.is_valid:
        return
    taken: set[ast.AST] = set()
    for node in inside(source.tree, lines):
        if node in taken:
            continue
        for before, given in _given(node):
            if isinstance(given, Listed):
                taken.add(given.node)
                yield from of_list(holder, given, before, kind)
            else:
                yield from of_text(holder, given, before, kind)


def _given(node: ast.AST) -> Iterator[tuple[bytes, Listed | ast.Constant]]:
    """Yield what a node gives to a shell, and what a shell has to read before it."""
    match node:
        case ast.Call():
            yield from _of_call(node)
        case ast.keyword(
            arg="packages_to_install", value=ast.List() | ast.Tuple() as value
        ):
            yield b"pip install ", Listed(value, value.elts)
        case ast.List(elts=elts) | ast.Tuple(elts=elts) if _installs(elts):
            yield b"", Listed(node, elts)


def _of_call(call: ast.Call) -> Iterator[tuple[bytes, Listed | ast.Constant]]:
    name = last_name(call.func) or ""
    first = call.args[0] if call.args else _named(call, "args")
    match first:
        case ast.List(elts=elts) | ast.Tuple(elts=elts):
            words = Listed(first, elts)
        case _:
            words = Listed(call, call.args)
    if name in _ADDS or (name == "install" and _is_session(call.func)):
        yield b"pip install ", words
    elif name == "run_line_magic":
        match call.args:
            case [ast.Constant(value=magic), ast.Constant() as text, *_]:
                if magic in _MAGICS:
                    yield _MAGICS[magic], text
    elif name.endswith(_RUNS) or ast.unparse(call.func) in _CALLS:
        if not isinstance(first, ast.Constant):
            yield from [(b"", words)] if words.node is first else ()
        elif len(call.args) == 1 or " " in str(first.value):
            yield b"", first
        else:
            yield b"", words
    elif _installs(call.args):
        yield b"", words


def _named(call: ast.Call, name: str) -> ast.expr | None:
    return next((one.value for one in call.keywords if one.arg == name), None)


def _is_session(func: ast.expr) -> bool:
    """Return whether a method is one of a session of nox."""
    match func:
        case ast.Attribute(value=ast.Name(id="session")):
            return True
    return False


def _installs(words: Sequence[ast.expr]) -> bool:
    return any(isinstance(o, ast.Constant) and o.value in _INSTALLS for o in words)


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
