"""What to check before the first file is written."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from dr_refit.git.index import uncommitted as uncommitted_below

if TYPE_CHECKING:
    from collections.abc import Sequence


def uncommitted(paths: Sequence[str]) -> list[str]:
    """Return the tracked files whose changes would mix with the rewrite in a diff."""
    folders = {p if os.path.isdir(p) else os.path.dirname(p) or "." for p in paths}
    return sorted({name for folder in folders for name in uncommitted_below(folder)})
