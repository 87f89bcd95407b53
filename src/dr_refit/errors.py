"""The base of all errors: what is wrong, and a hint what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dr_refit.findings import Finding, Position
from dr_refit.names import is_under
from dr_refit.patterns import regex

if TYPE_CHECKING:
    from dr_refit.codes import Code


#: The name, and perhaps password, before the host of a URL.
_CREDENTIALS = regex(r"(?<=://)[^/@\s]+@")
#: What is shown and kept instead.
HIDDEN: Final = "***@"


def without_secrets(text: str) -> str:
    """Return a text in which no URL has a name or a password."""
    return _CREDENTIALS.sub(HIDDEN, text) if "://" in text else text


class Problem(Exception):
    """Something that ends a step: what is wrong, and what to do about it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = without_secrets(message)
        self.hint = without_secrets(hint)

    @property
    def full_message(self) -> str:
        """The message and its hint, in one line."""
        return f"{self.message}: {self.hint}" if self.hint else self.message


class RefitError(Problem):
    """A wrong command line or settings file, which the user has to correct."""


class FileRefused(Problem):
    """A file that is left alone: a stable code, what is wrong, and where."""

    def __init__(
        self,
        code: Code,
        message: str,
        line: int = 0,
        column: int = 0,
        *,
        hint: str = "",
    ) -> None:
        super().__init__(message, hint)
        self.code = code
        self.position = Position(line=line, column=column)

    @property
    def finding(self) -> Finding:
        """What is reported of the file."""
        return Finding(code=self.code, message=self.message, position=self.position)


def bug(error: BaseException) -> str:
    """Return the message for an unexpected exception: what it is, and where from."""
    where = ""
    trace = error.__traceback__
    while trace is not None:
        module = trace.tb_frame.f_globals.get("__name__", "")
        if is_under(module, "dr_refit"):
            where = f" at {module}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"please report this bug: {error!r}{where}"
