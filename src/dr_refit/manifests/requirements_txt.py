"""What a requirements file lists, read leniently."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

#: requirements.txt, requirements-dev.txt, dev-requirements.txt
_NAME = re.compile(r"([\w.-]+[-_.])?requirements([-_.][\w.-]+)?\.txt")
_COMMENT = re.compile(r"(^|\s)#.*")
#: What pip takes on the line of a requirement: --hash=sha256:...
_OPTION = re.compile(r"\s+--?\w.*")


def is_one(name: str) -> bool:
    """Return whether a file is called as a requirements file is."""
    return _NAME.fullmatch(name) is not None


def requirements_in(data: bytes) -> Iterator[str]:
    """Yield the requirements (PEP 508), without what only pip understands."""
    text = data.decode("utf-8-sig", "replace").replace("\\\r\n", "").replace("\\\n", "")
    for line in text.splitlines():
        stripped = _COMMENT.sub("", line).strip()
        # -r other.txt, --index-url ..., ./a/path, https://...
        if stripped and stripped[0].isalnum() and "://" not in stripped.split("@")[0]:
            yield _OPTION.sub("", stripped)
