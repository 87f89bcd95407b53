"""Files to report on, and how reports are read."""

from __future__ import annotations

import re
from typing import Any

FORMATS = ["text", "github", "sarif", "json"]

MOVED = "from hf_utils.branches import get_all_repo_branches\n"
UNKNOWN = "from hf_utils import nonsense\n"
BROKEN = "from hf_utils import (\n"
NOTED = (
    "try:\n    from dr_showntell.fancy_table import FancyBox\n"
    "except ImportError:\n    FancyBox = None\n"
)
COMMAND = re.compile(
    r"::(?:error|warning|notice) title=[a-z-]+,file=[^:,\r\n]+"
    r"(?:,line=\d+,col=\d+)?::.*"
)


def uri(result: dict[str, Any]) -> str:
    place = result["locations"][0]["physicalLocation"]
    found: str = place["artifactLocation"]["uri"]
    return found


def results(log: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = log["runs"][0]["results"]
    return found
