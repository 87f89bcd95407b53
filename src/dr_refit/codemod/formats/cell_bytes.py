"""The bytes of the cells of a notebook, which is not read yet."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from dr_refit.patterns import regex

if TYPE_CHECKING:
    import re

#: Up to nbformat 3, a cell of code has the second.
_SOURCES = (b'"source"', b'"input"')
#: In a source, such a quote is escaped.
_OTHERS = (b'"cell_type"', b'"outputs"', b'"metadata"')
_ESCAPED = regex(rb"\\u([0-9a-fA-F]{4})")
_UNQUOTED = bytes.maketrans(b'"\0', b'\n"')


@lru_cache(maxsize=1)
def sources(data: bytes) -> bytes:
    """Return what is behind the keys of sources: most of a notebook is its outputs."""
    each = [part for key in _SOURCES for part in data.split(key)[1:]]
    return b'"'.join(part[: _end(part)] for part in each) if each else data


def _end(part: bytes) -> int:
    """Return where the next key is, or a part ends."""
    ends = (part.find(key) for key in _OTHERS)
    return min((end for end in ends if end >= 0), default=len(part))


@lru_cache(maxsize=1)
def plain(data: bytes) -> bytes:
    """Return the text of a notebook, which is searched several times."""
    quoted = sources(data).replace(b'\\"', b"\0").translate(_UNQUOTED)
    plain = quoted.replace(b"\\n", b"\n")
    return _ESCAPED.sub(_character, plain) if b"\\u" in plain else plain


def _character(escaped: re.Match[bytes]) -> bytes:
    return chr(int(escaped[1], 16)).encode("utf-8", "replace")
