"""The metadata in the comments of a script (PEP 723)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dr_refit.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Callable

    from dr_refit.manifests.listings import Inline

_BLOCK = regex(
    r"^# /// script[ \t]*\r?\n(?P<content>(?:#(?:| [^\n]*)\r?\n)+?)# ///[ \t]*\r?$",
    re.MULTILINE,
)


#: What the metadata begin with.
START = b"# /// script"


def has_block(data: bytes) -> bool:
    """Return whether a script has metadata."""
    return START in data


def block(text: str) -> tuple[str, int]:
    """Return the TOML of the metadata, and the number of lines before it."""
    found = _BLOCK.search(text)
    if found is None:
        return "", 0
    content = found["content"].replace("\r\n", "\n")
    toml = "".join(
        f"{line.removeprefix('#').removeprefix(' ')}\n" for line in content.splitlines()
    )
    return toml, text.count("\n", 0, found.start("content"))


def around(text: str, edit: Callable[[str], str]) -> str:
    """Edit the TOML of the metadata."""
    found = _BLOCK.search(text)
    if found is None:
        return text
    old, _ = block(text)
    newline = "\r\n" if "\r\n" in found["content"] else "\n"
    lines = [f"# {line}" if line else "#" for line in edit(old).splitlines()]
    new = "".join(f"{line}{newline}" for line in lines)
    return text[: found.start("content")] + new + text[found.end("content") :]


def listing() -> Inline:
    """Return the list of what a script requires."""
    from dr_refit.manifests.listings import Array, Inline  # start-up time

    return Inline(Array(("dependencies",)), around, block)
