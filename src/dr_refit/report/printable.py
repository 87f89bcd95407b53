"""Text that comes from files nobody vouches for, made safe to print."""

from __future__ import annotations

from dr_refit.patterns import regex

#: Control characters, and what is not seen or turns the text around.
_UNPRINTABLE = regex(
    r"[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    r"\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


def printable(text: str) -> str:
    """Return text on one line, so that no file name can forge output."""
    return (
        _UNPRINTABLE.sub(
            lambda match: match.group().encode("unicode_escape").decode(), text
        )
        .encode("utf-8", "backslashreplace")
        .decode()
    )


def printable_path(path: str) -> str:
    """Return a path for the start of a line, where `::` is a command to GitHub."""
    text = printable(path)
    return f"./{text}" if text.lstrip().startswith(("::", "##[")) else text
