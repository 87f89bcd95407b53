"""Languages of blocks of code, as texts and notebooks call them."""

from __future__ import annotations

from dr_refit.patterns import regex

_WORD = regex(rb"[\w-]+")
#: ~~~ {#name .python .numberLines}
_NAMED = regex(rb"\{\s*#[\w:.-]+\s+\.")
#: What stands before the language: ```{code-block} python
_DIRECTIVES = (b"code-block", b"code", b"sourcecode", b"code-cell")
PYTHON = (
    *(b"python", b"py", b"python3", b"py3", b"testcode", b"testsetup", b"testcleanup"),
    *(b"ipython", b"ipython3", b"jupyter-execute", b"plot"),
)
MARKDOWN = (b"md", b"markdown")
CONSOLE = (b"pycon", b"doctest", b"python-console", b"python-repl", b"pytest")
SHELL = (
    *(b"bash", b"sh", b"shell", b"zsh", b"ksh", b"console", b"terminal"),
    *(
        b"shellscript",
        b"shell-session",
        b"shellsession",
        b"sh-session",
        b"bash-session",
    ),
    *(b"powershell", b"pwsh", b"ps1", b"cmd", b"bat", b"batch"),
)
SETTINGS = (b"yaml", b"yml", b"toml", b"json", b"jsonc", b"ini", b"cfg")
_KERNELS = ("python", "ipython", "xpython", "pypy", "conda", "sage")
#: ```{note}
_CONTAINER = regex(rb"\{(?!code|math|raw)[\w-]+\}")


def language_of(info: bytes) -> bytes:
    """Return the language, or else the directive, that a fence names; in lower case."""
    words = _WORD.findall(_NAMED.sub(b"", info.lower()))
    if words and words[0] in _DIRECTIVES:
        words = words[1:]
    return words[0] if words else b""


def holds_text(info: bytes, language: bytes) -> bool:
    """Return whether what a directive holds is a text: {note}, {tab-item} A."""
    known = {*PYTHON, *CONSOLE, *SHELL, *SETTINGS}
    return _CONTAINER.match(info) is not None and language not in known


def names_python(language: str) -> bool:
    """Return whether a language of a notebook, or the name of its kernel, is Python."""
    return language.lower().startswith(_KERNELS)
