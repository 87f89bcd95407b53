"""Formats for programs, and the summary for people."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

import dr_refit
from dr_refit.codes import Code
from tests.support.reports import (
    BROKEN,
    COMMAND,
    MOVED,
    NOTED,
    UNKNOWN,
    results,
    uri,
)

if TYPE_CHECKING:
    from tests.support.folder import Done, Folder

LEFT = (
    '"""d"""\n'
    "from hf_utils import nonsense\n"
    "def f():\n"
    "    \N{GREEK SMALL LETTER ALPHA} = 1; from hf_utils import nonsense\n"
)


@pytest.fixture
def mixed(folder: Folder) -> Folder:
    folder.write(
        {
            "a.py": MOVED,
            "sub/left.py": LEFT,
            "bad.py": BROKEN,
            "noted.py": NOTED,
            "nothing.py": "import os\n",
            "bytes.py": b"import hf_utils  # caf\xe9\n",
        }
    )
    return folder


def test_places_are_the_same_in_every_format(mixed: Folder) -> None:
    """Line and column count from 1, in characters."""
    places = [(2, 22), (4, 33)]
    text = mixed.rewrite("--check", ".").err
    found = re.findall(r"^sub/left\.py:(\d+):(\d+): warning: ", text, re.MULTILINE)
    assert [(int(line), int(column)) for line, column in found] == places

    data = json.loads(mixed.rewrite("--check", "--output-format=json", ".").out)
    (left,) = [file for file in data["files"] if file["path"] == "sub/left.py"]
    assert [(f["line"], f["column"]) for f in left["findings"]] == places

    log = json.loads(mixed.rewrite("--check", "--output-format=sarif", ".").out)
    regions = [
        result["locations"][0]["physicalLocation"]["region"]
        for result in results(log)
        if uri(result) == "sub/left.py"
    ]
    assert [(r["startLine"], r["startColumn"]) for r in regions] == places

    commands = mixed.rewrite("--check", "--output-format=github", ".").out
    found = re.findall(r"file=sub/left\.py,line=(\d+),col=(\d+)::", commands)
    assert [(int(line), int(column)) for line, column in found] == places


def test_json(mixed: Folder) -> None:
    done = mixed.rewrite("--check", "--output-format", "json", ".")
    data = json.loads(done.out)
    assert data.keys() == {
        "exit_code",
        "looked_at",
        "changed",
        "needs_person",
        "failed",
        "written",
        "commands",
        "kinds",
        "values_left_by",
        "dependencies",
        "files",
    }
    assert (data["exit_code"], data["looked_at"], data["written"]) == (2, 6, False)
    assert (data["changed"], data["needs_person"], data["failed"]) == (2, 1, 2)
    assert data["commands"] == []
    assert data["dependencies"] == {
        "add": ["dr-hf>=0.1.0,<0.1.2", "dr-render>=0.1.0,<0.2"],
        "drop": ["dr-showntell"],
    }
    assert [file["path"] for file in data["files"]] == [
        "a.py",
        "bad.py",
        "bytes.py",
        "noted.py",
        "sub/left.py",
    ]
    for file in data["files"]:
        assert file.keys() == {"path", "changed", "kinds", "findings"}
        for finding in file["findings"]:
            assert finding.keys() == {
                "code",
                "message",
                "line",
                "column",
                "level",
                "kind",
            }
            assert finding["code"] in set(Code)
            assert finding["level"] in {"error", "warning", "note"}


def test_json_says_what_was_written(mixed: Folder) -> None:
    data = json.loads(mixed.rewrite("--output-format", "json", ".").out)
    assert (data["written"], data["changed"]) == (True, 2)
    assert mixed.read("a.py") == "from dr_hf import get_all_repo_branches\n"


def test_sarif_has_what_code_scanners_need(mixed: Folder) -> None:
    """As GitHub documents it: SARIF support for code scanning."""
    log = json.loads(mixed.rewrite("--check", "--output-format", "sarif", ".").out)
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    (one,) = log["runs"]
    driver = one["tool"]["driver"]
    assert driver["name"] == "dr-refit"
    assert driver["version"] == dr_refit.__version__
    rules = [rule["id"] for rule in driver["rules"]]
    assert len(set(rules)) == len(rules)
    assert all(rule["shortDescription"]["text"] for rule in driver["rules"])
    # Columns are counted in characters, which is not what SARIF takes for granted.
    assert one["columnKind"] == "unicodeCodePoints"
    assert len(one["results"]) == 7
    for result in one["results"]:
        assert result["ruleId"] in rules
        assert result["level"] in {"error", "warning", "note"}
        assert result["message"]["text"].strip()
        assert len(result["locations"]) == 1
        assert re.fullmatch(r"[\w./%-]+", uri(result))
        region = result["locations"][0]["physicalLocation"].get("region")
        if region is not None:
            assert region["startLine"] >= 1
            assert region["startColumn"] >= 1
    levels = {result["ruleId"]: result["level"] for result in one["results"]}
    assert levels["syntax-error"] == "error"
    assert levels["unknown-name"] == "warning"
    assert levels["guarded-import"] == "note"


def test_sarif_without_findings(folder: Folder) -> None:
    folder.write({"a.py": "import os\n"})
    done = folder.rewrite("--output-format", "sarif", ".")
    assert (done.code, results(json.loads(done.out))) == (0, [])


def test_github_lines(mixed: Folder) -> None:
    done = mixed.rewrite("--check", "--output-format", "github", ".")
    lines = done.out.splitlines()
    assert len(lines) == 7
    assert all(map(COMMAND.fullmatch, lines))
    assert [line.split(",line")[0].split("::")[1] for line in lines] == [
        "error title=would-rewrite,file=a.py",
        "error title=syntax-error,file=bad.py",
        "error title=undecodable,file=bytes.py",
        "error title=would-rewrite,file=noted.py",
        "notice title=guarded-import,file=noted.py",
        "warning title=unknown-name,file=sub/left.py",
        "warning title=unknown-name,file=sub/left.py",
    ]


def test_github_has_nothing_to_say(folder: Folder) -> None:
    folder.write({"a.py": MOVED})
    done = folder.rewrite("--output-format", "github", ".")
    assert (done.code, done.out) == (0, "")


def summary(done: Done) -> list[str]:
    lines = done.err.splitlines()
    (start,) = [n for n, line in enumerate(lines) if " looked at: " in line]
    return lines[start:]


def test_summary_counts(mixed: Folder) -> None:
    assert summary(mixed.rewrite(".")) == [
        "6 files looked at: 2 rewritten, 1 needs a person, 2 failed.",
        "Dependencies to add:",
        "  dr-hf>=0.1.0,<0.1.2",
        "  dr-render>=0.1.0,<0.2",
        "Dependencies to drop:",
        "  dr-showntell",
    ]


def test_summary_of_nothing(folder: Folder) -> None:
    assert summary(folder.rewrite(".")) == ["0 files looked at: 0 rewritten."]
    folder.write({"a.py": "import os\n"})
    assert summary(folder.rewrite("--check", ".")) == [
        "1 file looked at: 0 would be rewritten."
    ]


def test_requirements_are_merged_with_caps_and_extras(folder: Folder) -> None:
    folder.write(
        {
            "a.py": MOVED,
            "b.py": "from hf_utils.checkpoints import analyze_optimizer_checkpoint\n",
            "c.py": "from dr_showntell.table_formatter import OUTPUT_FORMATS\n",
        }
    )
    lines = summary(folder.rewrite("."))
    start = lines.index("Dependencies to add:")
    assert lines[start : start + 3] == [
        "Dependencies to add:",
        "  dr-frames[formatting]>=0.1.0,<0.1.1",
        "  dr-hf[weights]>=0.1.0,<0.1.2",
    ]


def test_a_distribution_is_dropped_when_nothing_imports_it(folder: Folder) -> None:
    folder.write(
        {"a.py": MOVED, "b.py": "from dr_showntell.fancy_table import FancyBox\n"}
    )
    assert summary(folder.rewrite("--check", "."))[-3:] == [
        "Dependencies to drop:",
        "  dr-showntell",
        "  hf-utils",
    ]
    folder.write({"c.py": UNKNOWN})
    assert summary(folder.rewrite("--check", "."))[-2:] == [
        "Dependencies to drop:",
        "  dr-showntell",
    ]


def test_a_project_neither_adds_nor_drops_itself(folder: Folder) -> None:
    moved = "from dr_showntell.fancy_table import FancyBox\n"
    folder.write({"pyproject.toml": '[project]\nname = "Dr_Showntell"\n'})
    folder.write({"a.py": moved})
    assert "Dependencies to drop:" not in summary(folder.rewrite("--check", "."))
    folder.write({"pyproject.toml": '[project]\nname = "dr.render"\n'})
    assert summary(folder.rewrite("--check", "."))[1:] == [
        "Dependencies to drop:",
        "  dr-showntell",
    ]


@pytest.mark.parametrize(
    "reason",
    [
        "import hf_utils.branches  # codemod: ignore\n",
        "from hf_utils import nonsense  # codemod: ignore[unknown-name]\n",
        "import hf_utils.branches\nx = (\n",
    ],
    ids=["suppressed", "finding suppressed", "broken"],
)
def test_a_distribution_that_is_still_imported_is_not_dropped(
    reason: str, folder: Folder
) -> None:
    folder.write({"a.py": MOVED, "b.py": reason})
    assert "Dependencies to drop:" not in summary(folder.rewrite("--check", "."))


def test_a_file_that_could_not_be_written_keeps_its_distribution(
    folder: Folder,
) -> None:
    folder.write({"a.py": MOVED, "b.py": MOVED})
    (folder.path / "b.py").chmod(0o444)
    done = folder.rewrite(".")
    assert done.code == 2
    assert "Dependencies to drop:" not in summary(done)
