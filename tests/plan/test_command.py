"""docs/plan.md, run over real repositories: what it shows is what is printed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.family import Family, commit
from tests.support.folder import Folder
from tests.support.machine import ROOT

PAGE = (ROOT / "docs/plan.md").read_text("utf-8")
MARKED = "# Mine\n<!-- plan:begin -->\n<!-- plan:end -->\nrest\n"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


@pytest.fixture
def ours(tmp_path: Path) -> Family:
    """Return the family of the page: one repository, and the plan."""
    (tmp_path / "family").mkdir()
    family = Family(tmp_path / "family")
    family.make_template({"files/README.md": "# x\n"})
    datadec = Folder(family.root / "datadec")
    datadec.write(
        {
            "README.md": "[data](https://huggingface.co/datasets/drotherm/dd_parsed)\n",
            "src/datadec/__init__.py": "",
            "src/datadec/a.py": "from hf_utils.branches import parse_branch_name\n",
            "src/datadec/runs.py": "import wandb\n",
        }
    )
    datadec.git("init", "--quiet", "-b", "main")
    commit(datadec)
    family.add("datadec", layer="domain")
    (plan,) = blocks("toml")
    Folder(family.root).write({"plan.toml": plan, "PLAN.md": MARKED})
    return family


def test_the_page(ours: Family) -> None:
    shown = blocks("text")
    done = [
        ours.fleet(*command.split())
        for block in blocks("console")
        for command in re.findall(r"^\$ fleet (.*)$", block, re.MULTILINE)
    ]
    assert [(one.code, one.err) for one in done] == [(1, "")] * len(done)
    assert done[0].out == shown[0]
    assert done[-1].out == shown[1]
    head, middle, rest = (ours.root / "PLAN.md").read_text().partition("\n| Phase")
    tail = "<!-- plan:end -->\nrest\n"
    assert middle
    assert rest.endswith(tail)
    assert head + tail == MARKED
    assert "Rename the dataset" in (ours.root / "plan.html").read_text()


def test_what_changes_is_said_and_the_end_is_exit_code_0(ours: Family) -> None:
    plan = ours.root / "plan.toml"
    row = '[[phase.row]]\nname = "x"\ncontent = "x"\n'
    check = 'no-import = [{ package = "hf_utils" }]\n'
    plan.write_text(f'title = "T"\n[[phase]]\ntitle = "P"\n{row}{check}')
    assert ours.fleet("plan").code == 1
    ours.fleet("migrate", "hf_utils")
    Folder(ours.root / "datadec").git("merge", "--quiet", "migrate/hf_utils")
    done = ours.fleet("plan")
    assert done.code == 0, done.out
    assert "x: done, was open" in done.out
    assert ours.fleet("next").out == "Nothing is left to do.\n"


def test_what_cannot_be_read_is_a_failure(ours: Family) -> None:
    ours.add("gone", f"file://{ours.root}/gone.git", layer="utility")
    assert [ours.fleet(command).code for command in ("plan", "next")] == [2, 2]
    # What is not made yet is only left to do.
    ours.add("gone", layer="utility")
    assert ours.fleet("plan").code == 1


def test_a_page_that_is_not_there_is_made(ours: Family) -> None:
    first = ours.fleet("plan", "--write", "new.md")
    page = Path(ours.root, "new.md").read_text("utf-8")
    assert page.startswith("<!-- plan:begin -->\n")
    assert page.endswith("|\n\n<!-- plan:end -->\n")
    again = ours.fleet("plan", "--write", "new.md")
    assert (again.code, again.out) == (first.code, first.out)
    assert Path(ours.root, "new.md").read_text("utf-8") == page


def test_a_page_that_cannot_be_refreshed(ours: Family) -> None:
    for page, why in (("no/such.md", "No such file"), (".", "Is a directory")):
        done = ours.fleet("plan", "-q", "--write", page)
        assert (done.code, done.out) == (2, "")
        assert f"{page}: {why}" in done.err
