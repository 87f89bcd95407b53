"""B."""

from __future__ import annotations

import logging
import os
import re
from typing import TYPE_CHECKING

from . import util
from .util import g

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["LIMIT", "Tool", "parse"]

LIMIT = 3  # the limit

# What is parsed,
# in two lines.
@util.noted
def parse(x: Path, n: "Tool" = None) -> list[str]:
    """Parse."""
    from .late import late

    return re.split(",", g(str(x)))[:LIMIT] + late()  # and so on


class Tool:
    """A tool."""

    def run(self):
        return parse(os.getcwd())


def last():
    return logging
