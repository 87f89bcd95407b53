"""`codemod list`, `show`, `schema`, `--help`, `--version` and completion."""

from __future__ import annotations

import json
import shlex
import shutil
from typing import TYPE_CHECKING

import jsonschema
import pytest

import dr_refit
from dr_refit.cli.codemod import main as codemod
from dr_refit.cli.fleet import main as fleet
from tests.support.rewriting import MOVE, OWN
from tests.support.shipped import SHIPPED_IDS

if TYPE_CHECKING:
    import click

    from tests.support.folder import Folder


def test_list(folder: Folder) -> None:
    done = folder.codemod("list")
    assert (done.code, done.err) == (0, "")
    lines = [line.split(maxsplit=1) for line in done.out.splitlines()]
    assert [name for name, _ in lines] == SHIPPED_IDS
    assert all(title for _, title in lines)


def test_list_with_ones_own(folder: Folder) -> None:
    folder.write({"own.toml": OWN})
    done = folder.codemod("list", "--migration", "own.toml")
    assert done.out.splitlines()[-1].split(maxsplit=1) == [
        "own",
        "a migration of our own",
    ]


def test_show(folder: Folder) -> None:
    done = folder.codemod("show", "hf_utils")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("hf_utils: ")
    lines = done.out.splitlines()
    assert "hf_utils.branches -> dr_hf  (with all under it)" in lines
    assert any(line.startswith("note: ") for line in lines)


def test_show_ones_own(folder: Folder) -> None:
    folder.write({"own.toml": OWN})
    done = folder.codemod("show", "own", "--migration", "own.toml")
    assert done.out.splitlines() == [
        "own: a migration of our own",
        "",
        "old.tool -> new.home.tool",
        "old.gone  is gone: use another",
        "note: new: no requirement brings it",
    ]
    wanted = '[requirements]\nnew = "new-dist>=1"\n\n[removed]'
    folder.write({"own.toml": OWN.replace("[removed]", wanted)})
    done = folder.codemod("show", "own", "--migration", "own.toml")
    assert "no requirement" not in done.out


def test_show_what_is_not_there(folder: Folder) -> None:
    done = folder.codemod("show", "nonsense")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("error: there is no migration nonsense\nhint: ")


def test_schema(folder: Folder) -> None:
    schema = json.loads(folder.codemod("schema").out)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    validator.validate({"title": "t"})
    assert not validator.is_valid({"title": "t", "nonsense": 1})


@pytest.mark.parametrize(("program", "group"), [("codemod", codemod), ("fleet", fleet)])
def test_the_examples_of_the_help_are_command_lines(
    program: str, group: click.Group
) -> None:
    found = 0
    for name, command in group.commands.items():
        for line in (command.epilog or "").splitlines()[2:]:
            called = shlex.split(line.replace(" dist", " docs"))  # a folder here
            assert called[:2] == [program, name]
            command.make_context(name, called[2:])
            found += 1
    assert found >= 4


def test_an_id_is_no_file(folder: Folder) -> None:
    done = folder.rewrite("--migration", "dr_ingest", ".")
    assert (done.code, done.out) == (2, "")
    assert "--select dr_ingest" in done.err
    assert "--select" not in folder.rewrite("--migration", "no/such", ".").err


def test_version(folder: Folder) -> None:
    done = folder.codemod("--version")
    assert (done.code, done.out) == (0, f"codemod, version {dr_refit.__version__}\n")


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help(option: str, folder: Folder) -> None:
    assert "rewrite-imports" in folder.codemod(option).out
    text = folder.rewrite(option).out
    for known in (
        *("--check", "--diff", "--jobs", "-j", "--exclude", "--extend-exclude"),
        *("--output-format", "--stdin-filename", "--color", "--select", "--ignore"),
        *("--move", "--move-module", "--migration", "-q", "-v"),
    ):
        assert known in text


@pytest.mark.parametrize(
    "arguments",
    [["--version"], ["list"], ["schema", "--help"], ["rewrite-imports", "--diff", "."]],
)
def test_a_full_disk_is_told(arguments: list[str], folder: Folder) -> None:
    folder.write({"a.py": "from hf_utils import branches\n"})
    full = "import os\nos.dup2(os.open('/dev/full', os.O_WRONLY), 1)\n"
    done = folder.codemod(*arguments, prelude=full)
    assert (done.code, done.err) == (2, "error: No space left on device\n")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(shell: str, folder: Folder) -> None:
    if shell == "bash" and not shutil.which("bash"):
        pytest.skip("no bash")
    done = folder.codemod(_CODEMOD_COMPLETE=f"{shell}_source")
    assert done.code == 0
    assert "_CODEMOD_COMPLETE" in done.out


def test_completion_of_a_command(folder: Folder) -> None:
    done = folder.codemod(
        _CODEMOD_COMPLETE="zsh_complete", COMP_WORDS="codemod rew", COMP_CWORD="1"
    )
    assert "rewrite-imports" in done.out.splitlines()


def test_an_empty_path_is_no_folder(folder: Folder) -> None:
    """As of a variable that is not set: the working folder was not meant."""
    folder.write({"a.py": "import hf_utils.branches\n"})
    for paths in ([""], ["a.py", ""]):
        done = folder.rewrite(*paths)
        assert done.code == 2
        assert "no such file or folder" in done.err
    assert folder.read("a.py") == "import hf_utils.branches\n"


def test_what_is_not_needed_is_not_loaded(folder: Folder) -> None:
    folder.write({"a.py": "import os\n"})
    spy = (
        "import atexit, sys\n"
        "slow = {'libcst', 'rich', 'pathspec', 'packaging', 'subprocess'}\n"
        "atexit.register(lambda: print(sorted(slow & {*sys.modules})))\n"
    )
    assert folder.rewrite(*MOVE, ".", prelude=spy).out == "[]\n"
