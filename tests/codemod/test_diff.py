"""The diff is one that other tools can apply."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.folder import Folder
from tests.support.reports import (
    MOVED,
)

if TYPE_CHECKING:
    from pathlib import Path

DIFFS: dict[str, bytes] = {
    "lf": b"import os\n%sx = 1\n",
    "no final newline": b"import os\nimport hf_utils.branches",
    "no final newline, elsewhere": b"%sx = 1",
    "crlf": b"import os\r\n%sx = 1\r\n",
    "mixed": b"import os\r\n%sx = 1\ny = 2\r\n",
    "cr inside": b"%sx = 1\ry = 2\rz = 3\n",
    "form feed": b"\x0c\n%s\x0cx = 1\n",
    "other line ends of unicode": b"%ss = '\xe2\x80\xa8 \xc2\x85 \x1c'\nx = 1\n",
    "escape sequence": b"%ss = '\x1b[31m'\nx = 1\n",
    "bom": b"\xef\xbb\xbf%sx = 1\n",
    "far apart": b"%s" + b"x = 1\n" * 30 + b"%s" + b"y = 1\n" * 30,
}


@pytest.mark.parametrize("name", DIFFS)
def test_the_diff_can_be_applied(name: str, folder: Folder, tmp_path: Path) -> None:
    text = DIFFS[name].replace(b"%s", MOVED.encode())
    twin = Folder(tmp_path / "twin")
    for one in (folder, twin):
        one.write({"sub/a b.py": text, "c.py": MOVED})
    shown = folder.rewrite("--diff", ".")
    assert shown.code == 1
    assert folder.rewrite(".").code == 0
    assert folder.tree()["sub/a b.py"] != text
    (tmp_path / "patch").write_bytes(shown.raw)
    twin.git("init", "-q")
    twin.git("apply", "--whitespace=nowarn", str(tmp_path / "patch"))
    assert twin.tree() == folder.tree()
