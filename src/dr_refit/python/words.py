"""Names in the bytes of a file: on which lines one can stand.

Whoever refers to a name, or binds it, writes its letters on the lines of the statement.
The exceptions are here: other characters that Python takes for the same letters, and
strings that are annotations.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Protocol

from dr_refit.patterns import regex
from dr_refit.python.mangling import spellings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    #: Local name -> the attributes of it that matter; None: all of them.
    type Words = Mapping[str, frozenset[str] | None]

_ASCII = bytes(range(128))
_UTF8 = regex(rb"coding[:=][ \t]*utf-?8", re.IGNORECASE)

#: Escapes in a string, a backslash in the middle of a name among them.
ESCAPES = regex(rb"\\(?:[xuUN]|[0-7][0-7]|(?<=\w\\)\r?\n\w)")
#: A name that goes on in the next of two strings: "nu" "mpy".
CONCATENATIONS = tuple(
    regex(
        # One pattern for each quote: what starts with a character is found faster.
        quote + rb"""(?<=\w.)(?:\s|\\[\r\n]|#[^\r\n]*[\r\n])*[rRuU]?["']+\w"""
    )
    for quote in (b"'", b'"')
)

#: An identifier, and its attribute where one follows at once.
_IDENTIFIER = regex(
    rb"(?<![\w\x80-\xff])([A-Za-z_\x80-\xff][\w\x80-\xff]*)"
    rb"(?:(?=\.([A-Za-z_][\w\x80-\xff]*))|)"
)
#: How many words are searched for one by one.
_FEW = 16


def any_in(texts: Iterable[bytes], data: bytes) -> bool:
    """Return whether one of some texts stands in the bytes."""
    # `text in data` first raises, and drops, the error that a text is no number.
    return any(data.find(text) >= 0 for text in texts)


class Finder(Protocol):
    """A compiled pattern, or what finds like one."""

    def finditer(self, code: bytes, /) -> Iterable[re.Match[bytes]]:
        """Yield the matches in code, in order."""


def joined(words: Iterable[tuple[str, Iterable[str] | None]]) -> Words:
    """Join what is asked of words: all attributes of one matter where they do once."""
    every: dict[str, frozenset[str] | None] = {}
    for word, attributes in words:
        others = every.get(word, frozenset())
        every[word] = (
            None if attributes is None or others is None else others.union(attributes)
        )
    return every


def finders(words: Words) -> list[Finder]:
    """Return what finds words, but where an attribute follows that does not matter.

    `np.array` does not where it is `np.testing` that was asked for.
    """
    for word in [*words]:
        words = {**words, **dict.fromkeys(spellings(word)[1:])}
    if len(words) > _FEW:
        return [_Identifiers(words)]
    return [
        word_pattern(word)
        if attributes is None
        else _attribute_pattern(word, attributes)
        for word, attributes in words.items()
    ]


class _Identifiers:
    """Finds many words in the time of one."""

    def __init__(self, words: Words) -> None:
        self._words = {
            word.encode(): {*map(str.encode, attributes)} if attributes else None
            for word, attributes in words.items()
        }

    def finditer(self, code: bytes, /) -> Iterator[re.Match[bytes]]:
        for found in _IDENTIFIER.finditer(code):
            word, attribute = found.groups()
            if word in self._words:
                ours = self._words[word]
                if (
                    ours is None
                    or attribute is None
                    or attribute in ours
                    or attribute.startswith(b"__")
                ):
                    yield found


@cache
def word_pattern(word: str, unless: str = "") -> re.Pattern[bytes]:
    """Match a word that `unless`, a pattern, does not follow.

    Its letters come first: such a pattern is found as fast as they are.
    """
    text = re.escape(word)
    follow = f"(?!{unless})" if unless else ""
    return re.compile(rf"{text}(?<!\w{text})(?!\w){follow}".encode())


def _attribute_pattern(word: str, attributes: frozenset[str]) -> re.Pattern[bytes]:
    """Match a word, but where another attribute of it follows at once."""
    ours = "|".join(rf"{re.escape(name)}(?!\w)" for name in sorted(attributes))
    return word_pattern(word, rf"\.(?!{ours}|__)[A-Za-z_]")


def may_disguise(data: bytes) -> bool:
    """Return whether an identifier may be spelled in other characters (NFKC)."""
    if data.isascii():
        return False
    if _declares_other(data):
        return True
    try:
        return _disguises().search(data.translate(None, _ASCII).decode()) is not None
    except UnicodeDecodeError:
        return True


def _declares_other(data: bytes) -> bool:
    return b"coding" in data[:2000] and not _UTF8.search(data, 0, 2000)


def undisguised(data: bytes) -> bytes | None:
    """Return code in which every identifier is spelled plainly; None: not UTF-8."""
    from unicodedata import normalize

    if _declares_other(data):
        return None
    try:
        return normalize("NFKC", data.decode()).encode()
    except UnicodeDecodeError:
        return None


@cache
def _disguises() -> re.Pattern[str]:
    """Match what NFKC turns into ASCII letters, digits and underscores."""
    return re.compile(
        "[\u00aa\u00ba\u0132-\u0149\u017f\u01c4-\u01cc\u01f1-\u01f3\u02b0-\u02e3"
        "\u1d2c-\u1dbb\u1e9a\u2071-\u209c\u2102-\u218b\u2c7c-\u2c7d\ua7f1-\ua7f4"
        "\ufb00-\ufb06\ufe33-\ufe4f\uff10-\uff5a\U00010780-\U000107bf"
        "\U0001d400-\U0001d7ff\U0001fbf0-\U0001fbf9]"
    )
