"""docs/fleet.md: every command in it is run, every block of it is tried."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import cast, get_args

import pytest
import yaml

from dr_refit.checks.model import Edge
from dr_refit.codes import Code
from dr_refit.findings import Finding
from dr_refit.fleet import manifest, shape
from dr_refit.fleet.model import (
    Drift,
    Fleet,
    FleetReport,
    FleetStatus,
    Located,
    Outcome,
    Repo,
    RepoResult,
    RepoStatus,
    Template,
)
from dr_refit.git.merge import Conflict
from dr_refit.report.formats import FORMATS
from tests.support.family import commit
from tests.support.folder import Folder
from tests.support.machine import copy_templates

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/fleet.md").read_text("utf-8")


README = (ROOT / "README.md").read_text("utf-8")


def blocks(language: str, page: str = PAGE) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)


def commands(text: str) -> list[str]:
    return re.findall(r"^\$ (fleet .*)$", text, re.MULTILINE)


def shell(folder: Path, command: str, **extra: str) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    who = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.org"}
    who |= {"GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.org"}
    return subprocess.run(
        ["sh", "-c", command],
        cwd=folder,
        env=Folder(folder).environment(PATH=path, **who, **extra),
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_commands_of_the_first_page_in_their_order(tmp_path: Path) -> None:
    template = Folder(copy_templates(tmp_path / "dr-refit"))
    template.git("init", "-q", "-b", "main")
    commit(template)
    template.git("tag", "v0.1.0")
    folder = tmp_path / "family"
    folder.mkdir()
    url = f"git+{template.path.as_uri()}"
    (folder / "fleet.toml").write_text(f'[template]\nurl = "{url}"\n', "utf-8")
    clone = Folder(tmp_path / "clones/dr-hf")
    clone.write({"a.py": "from dr_ingest.utils import group_col_by_prefix\n"})
    clone.git("init", "-q", "-b", "main")
    commit(clone)
    run = commands("".join(blocks("console", README)))
    assert len(run) >= 3
    for command in run:
        if command.startswith("fleet update"):
            template.write({"templates/project/files/NEW.md": "new\n"})
            questions = template.read("templates/project/copier.yml")
            template.write(
                {"templates/project/copier.yml": questions.replace("0.1.0", "0.2.0")}
            )
            commit(template)
            template.git("tag", "--force", "v0.2.0")
        done = shell(folder, command)
        # 1: behind, unlinked, or left for a person.
        assert done.returncode in {0, 1}, (command, done.stderr)
        assert "Traceback" not in done.stderr
    assert (folder / "report.html").stat().st_size > 10_000


def test_the_fleet_toml_is_one(tmp_path: Path) -> None:
    (text,) = blocks("toml")
    (tmp_path / "fleet.toml").write_text(text, "utf-8")
    fleet = manifest.load(str(tmp_path / "fleet.toml"))
    assert [repo.name for repo in fleet.repositories] == [
        "dr-hf", "ft-scaling", "ft-pred"
    ]  # fmt: skip


def test_every_key_is_explained() -> None:
    properties = shape.json_schema()["properties"]
    keys = {*properties["repository"]["items"]["properties"], "template.url"}
    documented = set(
        re.findall(
            r"`([a-z._]+)`", "".join(re.findall(r"^\| (`.*?) \|", PAGE, re.MULTILINE))
        )
    )
    assert keys <= documented


def test_the_table_is_what_such_a_fleet_shows() -> None:
    violation = "dr_ingest is retired: nothing may import it"
    finding = Finding(code=Code.RETIRED_IMPORT, message="")
    utility = RepoStatus(
        repo=Repo(name="dr-hf", location=""),
        state="behind",
        version="v0.1.0",
        findings=tuple(Located(path=path, finding=finding) for path in "ab"),
        edges=(
            Edge(
                importer="dr_hf",
                imported="dr_ingest",
                places=(("src/dr_hf/io.py", 3), ("src/dr_hf/io.py", 9)),
                violation=violation,
            ),
        ),
        updated="2026-05-30",
    )
    project = RepoStatus(
        repo=Repo(name="ft-scaling", location=""),
        state="current",
        version="v0.2.0",
        uncapped=("dr-frames>=0.1",),
        updated="2026-06-02",
    )
    held = RepoStatus(
        repo=Repo(name="ft-pred", location="", hold="until the paper is out"),
        state="behind",
        version="v0.1.0",
        drift=tuple(Drift(path=path, kind="changed") for path in "abc"),
        updated="2026-05-30",
    )
    statuses = (utility, project, held)
    fleet = Fleet(
        path="fleet.toml",
        template=Template(url=""),
        repositories=tuple(each.repo for each in statuses),
    )
    status = FleetStatus(fleet=fleet, newest="v0.2.0", statuses=statuses)
    assert FORMATS["text"](status) in blocks("text")


def test_the_error_is_what_such_a_file_gives(tmp_path: Path) -> None:
    text = blocks("toml")[0].replace('"utility"', '"utilty"')
    (tmp_path / "fleet.toml").write_text(text, "utf-8")
    assert shell(tmp_path, "fleet list").stderr in blocks("text")


def test_every_command_is_listed() -> None:
    help_text = shell(ROOT, "fleet --help").stdout
    there = set(re.findall(r"^  ([a-z]+)  ", help_text, re.MULTILINE))
    listed = set(re.findall(r"^\| `fleet ([a-z]+)", PAGE, re.MULTILINE))
    assert there == listed | {"schema"}


def test_the_workflows_are_yaml_and_list_as_they_say(tmp_path: Path) -> None:
    jobs = [yaml.safe_load(block)["jobs"] for block in blocks("yaml")]
    assert [list(each) for each in jobs] == [["status"], ["list", "each"]]
    (step,) = [each for each in jobs[1]["list"]["steps"] if each.get("id") == "list"]
    (tmp_path / "fleet.toml").write_text(blocks("toml")[0], "utf-8")
    command = step["run"].replace("uvx --from dr-refit ", "")
    done = shell(tmp_path, command, GITHUB_OUTPUT=str(tmp_path / "output"))
    assert done.returncode == 0, done.stderr
    name, _, value = (tmp_path / "output").read_text("utf-8").partition("=")
    assert name == "repositories"
    used = set(re.findall(r"matrix\.(\w+)", jobs[1]["each"]["steps"][0]["run"]))
    assert all(used <= each.keys() for each in json.loads(value))


@pytest.mark.parametrize("word", ["bash_source", "zsh_source", "fish_source"])
def test_completion(word: str, tmp_path: Path) -> None:
    assert word in PAGE
    done = shell(tmp_path, f"_FLEET_COMPLETE={word} fleet")
    assert "_FLEET_COMPLETE" in done.stdout


def test_the_fixer_of_all_repos(tmp_path: Path) -> None:
    """A real run: source, clone, grep, fix, commit, push to the origin's branch."""
    (fixer,) = blocks("python")
    (tmp_path / "fixer.py").write_text(fixer, "utf-8")
    origin = Folder(tmp_path / "origin")
    origin.write({"a.py": "from dr_ingest.utils import group_col_by_prefix\n"})
    origin.git("init", "-q", "-b", "main")
    commit(origin)
    origin.git("config", "receive.denyCurrentBranch", "updateInstead")
    (tmp_path / "repos.json").write_text(json.dumps({"one": str(origin.path)}))
    config = {
        "output_dir": "output",
        "source": "all_repos.source.json_file",
        "source_settings": {"filename": "repos.json"},
        "push": "all_repos.push.merge_to_master",
        "push_settings": {},
    }
    (tmp_path / "all-repos.json").write_text(json.dumps(config))
    (tmp_path / "all-repos.json").chmod(0o600)
    done = shell(
        tmp_path,
        "all-repos-clone -C all-repos.json && python fixer.py -C all-repos.json",
    )
    assert done.returncode == 0, done.stderr
    assert "Errored" not in done.stdout, done.stdout + done.stderr
    assert origin.read("a.py") == "from dr_frames import group_col_by_prefix\n"


def test_the_conflict_is_reported_so() -> None:
    conflict = RepoResult(
        repo="dr-hf",
        outcome="conflict",
        message="run: fleet resolve dr-hf",
        old="v0.1.0",
        new="v0.2.0",
        conflicts=(Conflict(path="pyproject.toml", kind="UU", hunks=1),),
    )
    made = RepoResult(
        repo="ft-scaling",
        outcome="created",
        old="v0.1.0",
        new="v0.2.0",
        branch="template/v0.2.0",
        files=3,
    )
    report = FleetReport(operation="update", results=(conflict, made))
    assert FORMATS["text"](report) in blocks("text")


def test_the_outcomes_are_those_of_the_reports() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| (\d) \|", PAGE, re.MULTILINE)
    assert {outcome for outcome, _ in rows} == {*get_args(Outcome)}
    for outcome, code in rows:
        result = RepoResult(repo="a", outcome=cast("Outcome", outcome))
        assert result.exit_code == int(code), outcome
