"""`--report FILE`: what changed and what is left, kind by kind; and `--only`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.support.folder import Folder

CODE = "from hf_utils.branches import get_all_repo_branches as g\n"
FILES: dict[str, str | bytes] = {
    "a.py": CODE,
    "README.md": "hf_utils\n\n```py\nimport hf_utils.nonsense\n```\n",
}
REPORT = """\
# Retired packages

## imports: 1 file changed

Changed:

- a.py

## docs: 1 left, 1 note

Left:

- README.md:1:1: note: still names hf\\_utils, on line 1: edit it where it is wrong \\[name-in-text\\]
- README.md:4:8: warning: hf\\_utils has no hf\\_utils.nonsense at its last version \\[unknown-name\\]

Dependencies to add:

- dr-hf>=0.1.0,&lt;0.1.2

Dependencies to drop:

- hf-utils
"""  # noqa: E501


def test_report_in_markdown(folder: Folder) -> None:
    folder.write(FILES)
    assert folder.rewrite("--report", "out.md", "-q", ".").code == 1
    assert folder.tree()["out.md"].decode() == REPORT
    # It names what moved, and is nobody's text.
    done = folder.rewrite("--report", "out.md", "--output-format", "json", ".")
    assert "out.md" not in done.out


@pytest.mark.parametrize("name", ["out.html", "out.json"])
def test_other_reports(name: str, folder: Folder) -> None:
    folder.write(FILES)
    folder.rewrite("--report", name, ".")
    assert b"README.md" in folder.tree()[name]
    assert folder.rewrite("--report", "out.txt", ".").code == 2


def test_only_some_kinds(folder: Folder) -> None:
    folder.write(FILES)
    done = folder.rewrite("--only", "docs", "--output-format", "json", ".")
    kinds = {
        one["kind"] for f in json.loads(done.out)["files"] for one in f["findings"]
    }
    assert (kinds, folder.tree()["a.py"]) == ({"docs"}, CODE.encode())
    done = folder.rewrite("--only", "imports", ".")
    assert done.code == 0
    assert "README" not in done.err
    assert folder.rewrite("--only", "prose", ".").code == 2
