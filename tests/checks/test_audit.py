"""The commands: what is asked for, what is accepted, and the exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import copier
import pytest
from click.testing import CliRunner

from dr_refit.checks import baseline
from dr_refit.cli import codemod, fleet
from tests.support.family import commit
from tests.support.folder import Folder
from tests.support.machine import APPLICATION, FAMILY, PLANNED, TEMPLATE
from tests.support.wheels import make_wheel

if TYPE_CHECKING:
    from click.testing import Result

PYPROJECT = '[project]\nname = "datadec"\ndependencies = ["polars"]\n'
MODULE = "import ft_pred\nimport requests\n\nprint(ft_pred, requests)\n"


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "datadec"
    (folder / "src/datadec").mkdir(parents=True)
    (folder / "pyproject.toml").write_text(PYPROJECT)
    (folder / "src/datadec/__init__.py").write_text(MODULE)
    monkeypatch.chdir(tmp_path)
    return folder


def audit(*arguments: str) -> Result:
    return CliRunner().invoke(codemod.main, ["audit", *arguments])


def codes(done: Result) -> list[str]:
    return [one["code"] for one in json.loads(done.stdout)["findings"]]


def test_a_long_chain_of_conditions_is_read(repo: Path) -> None:
    chain = "if a:\n    pass\n" + "elif a:\n    pass\n" * 900
    (repo / "src/datadec/__init__.py").write_text(f"{chain}else:\n    import ft_pred\n")
    assert "layer-violation" in codes(audit("--output-format", "json", "datadec"))


def test_paths_are_those_of_the_command_line(repo: Path) -> None:
    done = audit("datadec")
    assert done.exit_code == 1
    assert (
        done.stdout
        == """\
datadec/pyproject.toml:3:1: warning: project.dependencies requires polars, and nothing \
imports it [unused-dependency]
datadec/src/datadec/__init__.py:1:1: warning: datadec is a domain package and may not \
import ft_pred (project) [layer-violation]
datadec/src/datadec/__init__.py:1:1: warning: ft_pred is imported, and the project \
does not require it [undeclared-dependency]
datadec/src/datadec/__init__.py:2:1: warning: requests is imported, and the project \
does not require it [undeclared-dependency]
2 undeclared-dependency, 1 unused-dependency, 1 layer-violation.
"""
    )
    assert sorted(path.name for path in repo.iterdir()) == ["pyproject.toml", "src"]


def test_checks_are_selected_and_ignored(repo: Path) -> None:
    assert repo.exists()
    args = ("datadec", "--output-format", "json")
    one = audit(*args, "--select", "layer-violation")
    assert codes(one) == ["layer-violation"]
    rest = audit(*args, "--ignore", "undeclared-dependency")
    assert codes(rest) == ["unused-dependency", "layer-violation"]
    wrong = audit(*args, "--select", "layers")
    assert (wrong.exit_code, "layer-violation" in wrong.stderr) == (2, True)


def test_what_is_accepted_has_a_reason_and_stays_accepted(repo: Path) -> None:
    done = audit("datadec", "--add-baseline", "--reason", "moves in phase 4")
    assert (done.exit_code, done.stdout) == (
        0,
        "Nothing belongs elsewhere. 4 accepted.\n",
    )
    file = repo / baseline.NAME
    accepted = baseline.parse(file.read_bytes(), "x")
    assert {one.reason for one in accepted} == {"moves in phase 4"}
    # A line further down is the same finding; what is new is found.
    (repo / "src/datadec/__init__.py").write_text(f"import os\n{MODULE}import httpx\n")
    done = audit("datadec", "--output-format", "json")
    assert codes(done) == ["undeclared-dependency"]
    # What is not found any more is said; to accept more keeps what is written.
    file.write_text("# Ours.\n" + file.read_text())
    (repo / "pyproject.toml").write_text('[project]\nname = "datadec"\n')
    done = audit("datadec", "--add-baseline")
    assert "delete it\nNothing belongs elsewhere. 4 accepted.\n" in done.stdout
    assert file.read_text().startswith("# Ours.\n")


def test_a_baseline_may_have_patterns(repo: Path) -> None:
    file = repo.parent / "accepted.toml"
    file.write_text(
        '[[accept]]\ncode = "undeclared-dependency"\npath = "src/*"\nreason = "so"\n'
    )
    done = audit("datadec", "--baseline", str(file), "--output-format", "json")
    assert codes(done) == ["unused-dependency", "layer-violation"]
    file.write_text('[[accept]]\ncode = "undeclared-dependency"\n')
    done = audit("datadec", "--baseline", str(file))
    assert (done.exit_code, "reason is missing" in done.stderr) == (2, True)
    assert audit("datadec", "--baseline", "none.toml").exit_code == 2


def test_no_wheel_has_a_name(repo: Path, tmp_path: Path) -> None:
    for version, text in (
        ("1.0", "a = 1\n"),
        ("1.1", "a = b = 1\n"),
        ("2.0", "a = 1\n"),
    ):
        make_wheel(tmp_path, "polars", version, polars=text)
    code = "from polars import a, b, c\n\nprint(a, b, c)\n"
    (repo / "src/datadec/__init__.py").write_text(code)
    select = ("--select", "imported-name-absent")

    def said(*arguments: str) -> str:
        return audit("datadec", *select, *arguments).stdout.partition("[")[0]

    where = "datadec/src/datadec/__init__.py:1:1: warning: polars"
    assert said() == "Nothing belongs elsewhere.\n"
    assert said("--wheels", ".") == f"{where} 1.0 to 2.0 has no polars.c "
    (repo / "pyproject.toml").write_text(PYPROJECT.replace("polars", "polars>=2"))
    assert said("--wheels", ".") == f"{where} 2.0 has no polars.b "


def test_what_cannot_be_read_is_an_error(repo: Path) -> None:
    (repo / "src/datadec/bad.py").write_text("def :\n")
    (repo / "pyproject.toml").write_text("[project\n")
    done = audit("datadec", "--output-format", "json")
    assert done.exit_code == 2
    assert {"syntax-error", "manifest-not-parsed"} <= {*codes(done)}


NO_ARRAY = {
    "project.dynamic": "[project]\nname = 3\ndynamic = 3\n",
    "project.dependencies": '[project]\nname = "x"\ndependencies = 3\n',
    "dependency-groups.dev": '[dependency-groups]\ndev = "pytest"\n',
}
ODD = [
    "tool = 3\nproject = 3\n[build-system]\nrequires = 3\n",
    "[project]\noptional-dependencies = 3\n[tool]\npoetry = 1\nhatch = 1\nuv = 1\n",
    "[tool.poetry.dependencies]\na = { extras = 3, git = 3 }\nb = [3]\nc = []\n",
    '[project]\nversion = 3\ndependencies = [3, {}, "", "@", "a @ b"]\n',
    "[tool.deptry]\nper_rule_ignores = 1\npackage_module_name_map = { a = 3 }\n",
]


@pytest.mark.parametrize("what", NO_ARRAY)
def test_what_is_wrong_in_a_manifest_is_said(repo: Path, what: str) -> None:
    (repo / "pyproject.toml").write_text(NO_ARRAY[what])
    done = audit("datadec")
    said = f"pyproject.toml: warning: {what} is no array [manifest-not-parsed]"
    assert (done.exit_code, said in done.stdout) == (1, True)


@pytest.mark.parametrize("text", ODD)
def test_a_manifest_may_be_odd(repo: Path, text: str) -> None:
    (repo / "pyproject.toml").write_text(text)
    done = audit("datadec")
    assert (done.exit_code, "manifest-not-parsed" in done.stdout) == (1, False)


def test_paths_are_excluded_as_for_a_rewrite(repo: Path) -> None:
    (repo / "old").mkdir()
    (repo / "old/bad.py").write_text("def :\n")
    only = ("--select", "layer-violation", "--output-format", "json")
    assert audit("datadec", *only).exit_code == 2
    done = audit("datadec", *only, "--extend-exclude", "old/")
    assert codes(done) == ["layer-violation"]
    done = audit("datadec", *only, "--exclude", "old/", "--exclude", "src/")
    assert codes(done) == []
    with (repo / "pyproject.toml").open("a") as file:
        file.write('[tool.codemod]\nextend-exclude = ["old"]\n')
    assert codes(audit("datadec", *only)) == ["layer-violation"]


@pytest.mark.parametrize("form", ["sarif", "github", "html", "markdown"])
def test_every_format_has_it(repo: Path, form: str) -> None:
    assert repo.exists()
    done = audit("datadec", "--output-format", form)
    assert (done.exit_code, "layer-violation" in done.stdout) == (1, True)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("template", "answers"),
    [
        (TEMPLATE, {"project_name": "ft-scaling", **PLANNED["ft-scaling"]}),
        (
            TEMPLATE,
            {
                "project_name": "x",
                "layer": "domain",
                "builds_on": [n for n, layers in FAMILY.items() if "domain" in layers],
            },
        ),
        (APPLICATION, {"project_name": "shown"}),
    ],
)
def test_a_new_project_is_clean(
    template: Path,
    answers: dict[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    copier.run_copy(str(template), tmp_path / "new", answers, defaults=True, quiet=True)
    monkeypatch.chdir(tmp_path)
    for layer in ("", answers.get("layer", "application")):
        if layer:
            Path("fleet.toml").write_text(
                '[template]\nurl = "/none.git"\n[[repository]]\n'
                f'name = "{answers["project_name"]}"\npath = "new"\nlayer = "{layer}"\n'
            )
        done = audit("new")
        assert (done.exit_code, done.stdout) == (0, "Nothing belongs elsewhere.\n")


def test_a_fleet_is_read_where_its_branches_stand(repo: Path) -> None:
    folder = Folder(repo)
    folder.git("init", "--quiet", "-b", "main")
    commit(folder)
    (repo / "src/datadec/__init__.py").write_text("")
    Path("fleet.toml").write_text(
        '[template]\nurl = "/none.git"\n'
        '[[repository]]\nname = "datadec"\npath = "datadec"\nlayer = "domain"\n'
        '[[repository]]\nname = "ft-pred"\npath = "gone"\nlayer = "project"\n'
    )
    runner = CliRunner()
    done = runner.invoke(fleet.main, ["audit", "datadec", "--output-format", "json"])
    found = json.loads(done.stdout)["findings"]
    assert (done.exit_code, len(found)) == (1, 4)
    assert {one["repository"] for one in found} == {"datadec"}
    done = runner.invoke(fleet.main, ["audit", "--add-baseline"])
    assert done.exit_code == 2
    assert "ft-pred:\n  .: error: " in done.stdout
    assert "4 accepted" in done.stdout
    # One repository of the fleet, by itself: its layer, and its baseline.
    done = audit("datadec")
    assert (done.exit_code, done.stdout.count("\n")) == (1, 2)
