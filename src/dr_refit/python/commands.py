"""Commands in Python: which of their words is a module that is run."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Literal

from dr_refit.names import DOTTED
from dr_refit.patterns import regex
from dr_refit.python.edits import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

#: What runs the module behind its `-m`: a program, one that it runs, or a word of it.
_RUNNER = (
    r"(?:python|pypy)[\d.]*w?(?:\.exe)?|py|run|torchrun|kernprof|viztracer|scalene"
    r"|debugpy|cProfile|profile|pdb|trace|torch\.distributed\.(?:run|launch)"
)
_IS_RUNNER = regex(rf"(?:.*[/\\])?(?:{_RUNNER})")
#: sys.executable, PYTHON, python_path
_NAMED = regex(r"\w*python\w*|\w*executable|interpreter|py", re.IGNORECASE)
_MODULE = rf"(?:-[A-Za-z]+[ \t]+)*-m[ \t]+({DOTTED})(?![\w.-])"
_RUN = regex(rf"(?<![\w.-])(?:{_RUNNER})[ \t]+{_MODULE}")
#: The same, where something else says what runs it: "%s -m a.b", f"{python} -m a.b"
_RUN_BY = regex(rf"(?:(?:%s|\{{\w*\}})[ \t]+|\A[ \t]*){_MODULE}")
#: python -c 'import a'    -c "import a
_CODE = regex(r"(?<![\w-])-c[ \t]+(['\"])(.*?)(?:\1|\Z)", re.DOTALL)
#: What follows an option.
_OPTIONS: dict[str, Literal["module", "code"]] = {"-m": "module", "-c": "code"}
#: Options of Python that take the word behind them.
_VALUED = frozenset({"-X", "-W"})


def run_as(
    words: Sequence[ast.expr], word: ast.expr
) -> Literal["module", "code"] | None:
    """Return what a word of a command is run as: [sys.executable, "-m", "a.b"]."""
    index = next((i for i, one in enumerate(words) if one is word), 0)
    option = _OPTIONS.get(_plain(words[index - 1])) if index > 1 else None
    if option is None:
        return None
    before = [*words[: index - 1]]
    while before and (
        _plain(before[-1]).startswith("-")
        or (len(before) > 1 and _plain(before[-2]) in _VALUED)
    ):
        before.pop()
    return option if before and is_runner(before[-1]) else None


def is_runner(word: ast.expr) -> bool:
    """Return whether a word of a command runs the module behind it."""
    pattern = _IS_RUNNER if isinstance(word, ast.Constant) else _NAMED
    return pattern.fullmatch(_plain(word).strip()) is not None


def _plain(word: ast.expr) -> str:
    match word:
        case ast.Constant(value=str(text)) | ast.Name(id=text):
            return text
        case ast.Attribute(attr=text):
            return text
        case ast.Call(args=[first]):
            # str(sys.executable)
            return _plain(first) if isinstance(first, ast.Name | ast.Attribute) else ""
    return ""


def modules_renamed(text: str, new: Callable[[str], str]) -> list[Span]:
    """Return what to write over the modules that commands run."""
    return [
        Span(start, end, renamed)
        for start, end in modules_run(text)
        if (renamed := new(text[start:end]))
    ]


def modules_run(text: str, *, elsewhere: bool = True) -> list[tuple[int, int]]:
    """Return where in a text commands name the modules that they run.

    `elsewhere`: what runs them may stand in another text.
    """
    patterns = (_RUN, _RUN_BY) if elsewhere else (_RUN,)
    return sorted(found.span(1) for one in patterns for found in one.finditer(text))


def code_run(text: str) -> list[str]:
    """Return the code that commands in a text run, as far as the text has it."""
    return [found[2] for found in _CODE.finditer(text)]
