"""Words of a shell text written anew: in the quotes of the old ones, and as a list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dr_refit.python.edits import Edit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dr_refit.codemod.document import Fragment
    from dr_refit.codemod.shell.uses import Use
    from dr_refit.codemod.shell.words import Word

_BLANKS = re.compile(rb"[ \t]*\Z")
_GAP = re.compile(rb"(?:[ \t\f]|\\\r?\n)*\Z")
_BEHIND = re.compile(rb"(?:[ \t\f]|\\\r?\n)*")


class Written:
    """The edits of a text."""

    def __init__(self, shell: Fragment) -> None:
        self.shell = shell
        self.edits: list[Edit] = []

    def add(self, use: Use, new: Sequence[str]) -> None:
        """Write requirements behind one that stays, an option before each."""
        at = use.word.stop
        if words := self._with_options(use, new):
            self._edit(at, at, self._joined(use.word, ["", *words]))

    def replace(self, use: Use, new: Sequence[str]) -> None:
        """Write requirements in the place of one, an option before each."""
        start, stop = use.word.start, use.word.stop
        if words := self._with_options(use, new):
            before = 1 if use.role == "with" else 0
            self._edit(start, stop, self._joined(use.word, words[before:]))
            return
        code, is_list = self.shell.code, self.shell.is_list
        if use.role == "with":
            start = code.rindex(use.option.encode(), 0, start) - is_list
        gap = (_GAP if is_list else _BLANKS).search(code, 0, start)
        begin = gap.start() if gap else start
        if is_list and begin <= self.shell.segments[0].code.start:
            # The first of a list takes along what is behind it.
            behind = _BEHIND.match(code, stop)
            self._edit(start, behind.end() if behind else stop, "")
        else:
            self._edit(begin, stop, "")

    def write(self, word: Word, new: Sequence[str]) -> None:
        """Write words in the place of one."""
        texts = [self._quoted(word, one) for one in new]
        self._edit(word.start, word.stop, self._joined(word, texts))

    def _edit(self, start: int, stop: int, text: str) -> None:
        self.edits.append(Edit(start=start, end=stop, text=text.encode()))

    def _with_options(self, use: Use, new: Sequence[str]) -> list[str]:
        texts = [self._quoted(use.word, one) for one in new]
        if use.role != "with":
            return texts
        is_list = self.shell.is_list
        option = self._quoted(use.word, use.option) if is_list else use.option
        return [word for one in texts for word in (option, one)]

    def _joined(self, word: Word, words: Sequence[str]) -> str:
        """Return words for the place of one: those of a list, as it is laid out."""
        found = _GAP.search(self.shell.code, 0, word.start)
        gap = found[0].decode() if found and self.shell.is_list else ""
        return (gap or " ").join(words)

    def _quoted(self, word: Word, text: str) -> str:
        """Return a word as the shell takes it, in the quotes of the old one."""
        quote = self.shell.code[word.start : word.start + 1].decode("latin-1")
        if quote not in {"'", '"'}:
            if not any(sign in text for sign in "<>[]();!*~'\" "):
                return text
            quote = "'" if '"' in text + self.shell.quote else '"'
        elif quote in text:
            quote = "'" if quote == '"' else '"'
        return f"{quote}{text}{quote}"
