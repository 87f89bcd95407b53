"""Lock files: programs write them, and are run again once a manifest has changed."""

from __future__ import annotations

import re
from typing import Final

from dr_refit.patterns import regex

#: What writes it again.
COMMANDS: Final = {
    "uv.lock": "uv lock",
    "poetry.lock": "poetry lock",
    "pdm.lock": "pdm lock",
    "Pipfile.lock": "pipenv lock",
    "pixi.lock": "pixi lock",
    "conda-lock.yml": "conda-lock",
}
#: In the head of a requirements file that was compiled.
_COMMAND = regex(r"^#\s+((?:pip-compile|uv pip compile)\b.*?)\s*$", re.MULTILINE)


def compiled_by(text: str) -> str:
    """Return the command that a requirements file says it was written by, if any."""
    found = _COMMAND.search(text[:2000])
    return found[1] if found else ""
