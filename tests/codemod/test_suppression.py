"""`# codemod: ignore`, for findings, rewrites and uses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.support.rewriting import MOVE, NEW, OLD, OWN

if TYPE_CHECKING:
    from tests.support.folder import Folder

GONE = "from old import gone"


@pytest.mark.parametrize(
    "comment",
    [
        "# codemod: ignore",
        "# codemod: ignore[removed-name]",
        "#codemod:ignore[removed-name]",
        "#  codemod:  ignore[removed-name]",
        "# codemod: ignore[unknown-name, removed-name]",
        "# codemod: ignore[ removed-name ]",
        "# noqa: F401  # codemod: ignore[removed-name]",
        "# codemod: ignore[removed-name]  # noqa: F401",
        "# codemod: ignore[removed-name] because it is still there",
    ],
)
def test_a_finding_is_suppressed(comment: str, folder: Folder) -> None:
    folder.write({"own.toml": OWN, "a.py": f"{GONE}  {comment}\n"})
    done = folder.rewrite("--migration", "own.toml", ".")
    assert (done.code, done.err) == (0, "1 file looked at: 0 rewritten.\n")


@pytest.mark.parametrize(
    "line",
    [
        f"{GONE}  # codemod: ignore[unknown-name]",
        f"{GONE}  # codemod: ignore[removed]",
        f"{GONE}  # codemod: ignored-by-nobody",
        f"{GONE}  # codemod: ignore-file",
        f"{GONE}  # codemod: ignore [unknown-name]",
        f"{GONE}  # codemod: ignore[unknown-name",
        f"{GONE}  # codemod: ignore(unknown-name)",
        f"# codemod: ignore[removed-name]\n{GONE}",
        f"{GONE}\n# codemod: ignore[removed-name]",
        f"{GONE}  # noqa",
    ],
)
def test_a_finding_is_not_suppressed(line: str, folder: Folder) -> None:
    folder.write({"own.toml": OWN, "a.py": f"{line}\n"})
    done = folder.rewrite("--migration", "own.toml", ".")
    assert done.code == 1
    assert "[removed-name]" in done.err


def test_suppression_of_one_name_of_several(folder: Folder) -> None:
    folder.write(
        {
            "own.toml": OWN + '"old.lost" = "find it"\n',
            "a.py": (
                "from old import (\n    gone,  # codemod: ignore[removed-name]\n"
                "    lost,\n    tool,\n)\n"
            ),
        }
    )
    done = folder.rewrite("--migration", "own.toml", ".")
    assert re.findall(r"^a\.py:(\d+)", done.err, re.MULTILINE) == ["3"]
    assert "old.lost is gone" in done.err
    assert "from new.home import tool\n" in folder.read("a.py")


@pytest.mark.parametrize(
    "comment", ["# codemod: ignore", "# codemod: ignore[retired-import]"]
)
def test_a_rewrite_is_suppressed(comment: str, folder: Folder) -> None:
    text = f"from old import tool  {comment}\nimport old.deep\nold.tool()  {comment}\n"
    folder.write({"a.py": text, "b.py": OLD})
    done = folder.rewrite(*MOVE, ".")
    assert (done.code, done.err) == (0, "2 files looked at: 1 rewritten.\n")
    assert folder.tree() == {"a.py": text.encode(), "b.py": NEW.encode()}


def test_a_use_is_suppressed(folder: Folder) -> None:
    text = "import old\nold.tool(1)\nold.tool(2)  # codemod: ignore[retired-import]\n"
    folder.write({"a.py": text})
    assert folder.rewrite(*MOVE, ".").code == 0
    assert folder.read("a.py") == (
        "import old\nimport new.home\nnew.home.tool(1)\n"
        "old.tool(2)  # codemod: ignore[retired-import]\n"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = 1  # codemod: ignore[no-such]\n", "a.py:1:8"),
        ("f(\n    1,  # x  # codemod: ignore[removed-name, no-such]\n)\n", "a.py:2:14"),
        ("#codemod:ignore[no-such]\r\n", "a.py:1:1"),
        ("x = 'é'  # codemod: ignore[no-such]\n", "a.py:1:10"),
        ("x = 1  # codemod: review[no-such] look\n", "a.py:1:8"),
    ],
)
def test_a_code_that_there_is_not_is_said(text: str, said: str, folder: Folder) -> None:
    folder.write({"a.py": text})
    done = folder.rewrite(*MOVE, ".")
    assert done.code == 1
    assert done.err.splitlines()[0] == (
        f"{said}: warning: no finding has the code no-such [unknown-code]"
    )


@pytest.mark.parametrize(
    "text",
    [
        "x = '# codemod: ignore[no-such]'\n",
        'x = """\n# codemod: ignore[no-such]\n"""\n',
        "x = f'{1}# codemod: review[no-such]'\n",
        "# codemod: ignored[no-such]\n",
        "# codemod: ignore[no-such, unknown-code]\n",
        "# codemod: ignore[removed-name]\n",
        "# codemod: ignore\n",
    ],
)
def test_no_other_code_is(text: str, folder: Folder) -> None:
    folder.write({"a.py": text})
    done = folder.rewrite(*MOVE, ".")
    assert (done.code, done.err) == (0, "1 file looked at: 0 rewritten.\n")
