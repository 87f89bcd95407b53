"""What is reported: a stable code, a place, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["error", "warning", "note"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """Something seen that a person must decide, or should know."""

    code: str
    message: str
    #: 1-based, in characters; 0 where a finding belongs to the whole file.
    line: int = 0
    column: int = 0
    #: error: the file was left alone (exit 2); warning: left for a person (1).
    level: Level = "warning"
