"""`fleet list`, `fleet add` and `fleet schema`, as processes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner

from dr_refit.cli.bash import Bash
from dr_refit.cli.fleet import main
from dr_refit.fleet import manifest, shape
from tests.support.folder import Done, Folder

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
TEMPLATE = '[template]\nurl = "https://example.org/template.git"\n'
NAMES = ("alpha", "beta")
OURS = ("new", "x", "--file", "none.toml", "--data")

type Fleet = Callable[..., Done]


@pytest.fixture
def fleet(folder: Folder) -> Fleet:
    """Return `fleet`, to be run in the folder."""
    return lambda *arguments: folder.command("fleet", *arguments)


@pytest.fixture
def example(folder: Folder) -> Path:
    """Put the example there."""
    return Path(shutil.copy(ROOT / "examples/fleet.toml", folder.path))


def test_the_example_is_the_family_of_the_plan(example: Path) -> None:
    layers: dict[str, list[str]] = {}
    for repo in manifest.load(str(example)).repositories:
        layers.setdefault(repo.layer, []).append(repo.name)
    assert layers == {
        "utility": ["dr-wandb", "dr-hf", "dr-duck", "dr-frames", "dr-render"],
        "domain": ["datadec"],
        "project": ["ft-scaling", "ft-pred"],
        "application": ["by-tomorrow-app"],
    }


@pytest.mark.usefixtures("example")
def test_list(fleet: Fleet) -> None:
    done = fleet("list")
    assert done.code == 0
    lines = done.out.splitlines()
    assert len(lines) == 9
    assert lines[5].split() == [
        "datadec", "domain", "https://github.com/drothermel/datadec"
    ]  # fmt: skip


@pytest.mark.usefixtures("example")
def test_list_for_a_matrix(fleet: Fleet) -> None:
    done = fleet("list", "--json")
    assert len(done.out.splitlines()) == 1  # as $GITHUB_OUTPUT wants it
    listed = json.loads(done.out)
    assert [each["name"] for each in listed][-2:] == ["ft-pred", "by-tomorrow-app"]
    assert listed[-1] == {
        "name": "by-tomorrow-app",
        "package": "by_tomorrow_app",
        "layer": "application",
        "location": "https://github.com/drothermel/by-tomorrow-app",
        "hold": "it is older than its template, templates/application",
    }


def test_a_fleet_elsewhere(fleet: Fleet, folder: Folder) -> None:
    folder.write(
        {"sub/fleet.toml": f'{TEMPLATE}[[repository]]\nname = "a"\npath = "a"\n'}
    )
    done = fleet("list", "--file", "sub/fleet.toml")
    assert done.out.split() == ["a", str(folder.path / "sub/a")]


def test_an_empty_fleet(fleet: Fleet, folder: Folder) -> None:
    folder.write({"fleet.toml": TEMPLATE})
    assert fleet("list").raw == b""
    assert fleet("list", "--json").out == "[]\n"


@pytest.mark.parametrize("command", [["list"], ["add", "https://example.org/a"]])
def test_a_wrong_file_is_told(command: list[str], fleet: Fleet, folder: Folder) -> None:
    done = fleet(*command)
    assert done.code == 2
    assert done.err.startswith("error: fleet.toml: No such file or directory\nhint: ")
    folder.write({"fleet.toml": f"{TEMPLATE}versio = 1\n"})
    done = fleet(*command)
    assert done.code == 2
    assert done.err == (
        "error: fleet.toml:3: unknown key versio\nhint: did you mean version?\n"
    )


def test_schema(fleet: Fleet) -> None:
    schema = json.loads(fleet("schema").out)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema == shape.json_schema()


def test_reports_are_printed_by_the_same_options() -> None:
    reports = {
        name: {option for each in command.params for option in each.opts}
        for name, command in main.commands.items()
        if "--output-format"
        in {option for each in command.params for option in each.opts}
    }
    assert {"status", "update", "migrate", "heal", "audit"} <= reports.keys()
    for options in reports.values():
        assert {"--color", "-q"} <= options


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["update", "--repos", ""], ["alpha", "beta"]),
        (["update", "--repos", "alpha", "--repos", ""], ["beta"]),
        (["diff", "b"], ["beta"]),
        (["migrate", "hf"], ["hf_utils"]),
        (["migrate", "hf_utils", "hf"], []),
        (["new", "--template", ""], ["app"]),
        (["update", "--file", "none.toml", "--repos", ""], []),
        ([*OURS, "kind"], ["kind=project", "kind=application"]),
        ([*OURS, "layer=d"], ["layer=domain"]),
        ([*OURS, "hf_d"], ["hf_dataset="]),
        ([*OURS, "cl"], ["cli=true", "cli=false"]),
        ([*OURS, "package"], []),
        (["new", "x", "--template", "app", "--data", ""], []),
    ],
    ids=" ".join,
)
def test_what_a_shell_completes(
    words: list[str],
    offered: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    repos = (f'[[repository]]\nname = "{name}"\npath = "{name}"\n' for name in NAMES)
    text = f"{TEMPLATE}[template.app]\n{''.join(repos)}"
    (tmp_path / "fleet.toml").write_text(text)
    *before, begun = words
    completion = ShellComplete(main, {}, "fleet", "_FLEET_COMPLETE")
    assert [each.value for each in completion.get_completions(before, begun)] == offered


@pytest.mark.parametrize(
    ("pieces", "offered"),
    [
        (["--data", "kind", "="], ["project", "application"]),
        (["--data", "kind", "=", "pro"], ["project"]),
        (["--data", "=", "layer", "=", "d"], ["domain"]),
        (["--data", "=", "kin"], ["kind=project", "kind=application"]),
        (["--data", "kind=app"], ["kind=application"]),
        (["--data", "kind", "=", "project", "--data", "layer", "=", "u"], ["utility"]),
        (["--data", "kind", "=", "--qu"], ["--quiet"]),
        (["--output-format", "=", "js"], ["json"]),
    ],
    ids=" ".join,
)
def test_bash_takes_a_sign_for_a_word(
    pieces: list[str],
    offered: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    words = ["fleet", "update", "--file", "none.toml", *pieces]
    monkeypatch.setenv("COMP_WORDS", "\n".join(words))
    monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
    said = Bash(main, {}, "fleet", "_FLEET_COMPLETE").complete()
    assert said.splitlines() == [f"plain,{word}" for word in offered]


def test_bash_asks_for_a_new_word(folder: Folder) -> None:
    (folder.path / "fleet.toml").write_text(
        f'{TEMPLATE}[[repository]]\nname = "alpha"\npath = "alpha"\n'
    )
    done = folder.command(
        "fleet",
        _FLEET_COMPLETE="bash_complete",
        COMP_WORDS="fleet\ndiff\n--color\n=\nnever\n",
        COMP_CWORD="5",
    )
    assert (done.out, done.err) == ("plain,alpha\n", "")


@pytest.mark.parametrize("command", [["status"], ["new", "ft-x"]])
def test_an_interruption_is_told(command: list[str], folder: Folder) -> None:
    interrupt = (
        "import os, signal\nfrom dr_refit.fleet import manifest\n"
        "manifest.load = lambda _: os.kill(os.getpid(), signal.SIGINT)\n"
    )
    done = folder.command("fleet", *command, prelude=interrupt)
    assert (done.code, done.err) == (130, "error: interrupted\n")


# --- add


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("https://example.org/dr_hf", "dr_hf"),
        ("https://example.org/a/FT-Scaling.git/", "ft-scaling"),
        ("git@example.org:ft-pred.git", "ft-pred"),
    ],
)
def test_add_a_url(place: str, name: str, fleet: Fleet, folder: Folder) -> None:
    folder.write({"fleet.toml": TEMPLATE})
    done = fleet("add", place, "--layer", "project")
    assert (done.code, done.err) == (0, f"{name} is in fleet.toml now\n")
    (repo,) = manifest.load(str(folder.path / "fleet.toml")).repositories
    assert (repo.name, repo.location, repo.layer) == (name, place, "project")


@pytest.mark.parametrize("bare", [False, True])
def test_add_a_clone(bare: bool, fleet: Fleet, folder: Folder) -> None:
    folder.write({"fleet.toml": TEMPLATE})
    folder.git("init", *(["--bare"] if bare else []), "clones/x")
    assert fleet("add", "clones/x", "--name", "dr-x").code == 0
    text = folder.read("fleet.toml")
    assert text == f'{TEMPLATE}\n[[repository]]\nname = "dr-x"\npath = "clones/x"\n'


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["nowhere"], "nowhere is no git repository"),
        (["."], ". is no git repository"),
        (["ext::sh -c x"], "ext::sh -c x is no git repository"),
        (["https://example.org/b"], "b cannot be added: b is listed twice"),
        (["https://example.org/x", "--name", "-x"], "name must be a name"),
        (["https://me:secret@example.org/x"], "url must be a git URL"),
    ],
)
def test_what_is_not_added(
    arguments: list[str], error: str, fleet: Fleet, folder: Folder
) -> None:
    before = f'{TEMPLATE}[[repository]]\nname = "b"\npath = "b"\n'
    folder.write({"fleet.toml": before})
    done = fleet("add", *arguments)
    assert done.code == 2
    assert error in done.err
    assert "\nhint: " in done.err
    assert folder.read("fleet.toml") == before


def test_who_makes_commits_has_an_address() -> None:
    done = CliRunner().invoke(main, ["update", "--author", "a bot"])
    assert (done.exit_code, done.stdout) == (2, "")
    assert "error: --author a bot is no name with an address\nhint: " in done.stderr
