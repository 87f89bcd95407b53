"""Words of a shell text written anew, in the quotes of the old ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.patterns import regex
from dr_refit.python.edits import Edit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dr_refit.codemod.document import Fragment
    from dr_refit.codemod.shell.uses import Use
    from dr_refit.codemod.shell.words import Word

_BLANKS = regex(rb"[ \t]*")


class Written:
    """The edits of a text."""

    def __init__(self, shell: Fragment) -> None:
        self.shell = shell
        self.edits: list[Edit] = []

    def add(self, use: Use, new: Sequence[str]) -> None:
        """Write requirements behind one that stays, an option before each."""
        at = use.word.stop
        if words := self._with_options(use, new):
            self._edit(at, at, " ".join(["", *words]))

    def replace(self, use: Use, new: Sequence[str]) -> None:
        """Write requirements in the place of one, an option before each."""
        start, stop = use.word.start, use.word.stop
        if words := self._with_options(use, new):
            before = 1 if use.role == "with" else 0
            self._edit(start, stop, " ".join(words[before:]))
            return
        code, is_list = self.shell.code, self.shell.is_list
        if use.role == "with":
            start = code.rindex(use.option.encode(), 0, start) - is_list
        begin = len(code[:start].rstrip(b" \t"))
        if is_list and begin <= self.shell.segments[0].code.start:
            # The first of a list takes along what is behind it.
            behind = _BLANKS.match(code, stop)
            self._edit(start, behind.end() if behind else stop, "")
        else:
            self._edit(begin, stop, "")

    def write(self, word: Word, new: Sequence[str]) -> None:
        """Write words in the place of one."""
        texts = [self._quoted(word, one) for one in new]
        self._edit(word.start, word.stop, " ".join(texts))

    def _edit(self, start: int, stop: int, text: str) -> None:
        self.edits.append(Edit(start=start, end=stop, text=text.encode()))

    def _with_options(self, use: Use, new: Sequence[str]) -> list[str]:
        texts = [self._quoted(use.word, one) for one in new]
        if use.role != "with":
            return texts
        is_list = self.shell.is_list
        option = self._quoted(use.word, use.option) if is_list else use.option
        return [word for one in texts for word in (option, one)]

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
