"""The options of `codemod`, its settings, and how it gets on with git and others."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest
import yaml

import dr_refit
from tests.support.folder import POOL, Folder

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]
MOVE = ("--move", "old.tool=new.home.tool")
OLD, NEW = "from old import tool\n", "from new.home import tool\n"
SHIPPED = ["dr_ingest", "dr_showntell", "dr_wandb", "hf_utils"]
OWN = """\
title = "a migration of our own"

[[move]]
from = "old"
to = "new.home"
names = ["tool"]

[removed]
"old.gone" = "use another"
"""


# --move and --move-module


def test_a_symbol_moves(folder: Folder) -> None:
    folder.write({"a.py": "from old import tool, other\nimport old\nold.tool()\n"})
    assert folder.rewrite(*MOVE, ".").code == 0
    assert folder.read("a.py") == (
        "from old import other\nfrom new.home import tool\n"
        "import new.home\nnew.home.tool()\n"
    )


def test_a_module_moves_with_all_under_it(folder: Folder) -> None:
    folder.write({"a.py": "from old.deep import tool\nimport old\nold.x.y()\n"})
    assert folder.rewrite("--move-module", "old=new.home", ".").code == 0
    assert folder.read("a.py") == (
        "from new.home.deep import tool\nimport new.home\nnew.home.x.y()\n"
    )


def test_several_moves_apply_once_and_the_longest_wins(folder: Folder) -> None:
    folder.write({"a.py": "from p import a\nfrom q import b\nfrom p.sub import c, d\n"})
    moves = (
        *("--move-module", "p=q", "--move-module", "q=p"),
        *("--move", "p.sub.c=r.e", "--move-module", "p.sub=s"),
    )
    assert folder.rewrite(*moves, ".").code == 0
    assert folder.read("a.py") == (
        "from q import a\nfrom p import b\nfrom r import e as c\nfrom s import d\n"
    )


def test_moves_replace_the_shipped_migrations(folder: Folder) -> None:
    text = "import hf_utils.branches\nfrom hf_utils import nonsense\n"
    folder.write({"a.py": text + OLD})
    done = folder.rewrite(*MOVE, ".")
    assert (done.code, done.err) == (0, "1 file looked at: 1 rewritten.\n")
    assert folder.read("a.py") == text + NEW


@pytest.mark.parametrize("option", ["--move", "--move-module"])
@pytest.mark.parametrize(
    "value",
    [
        "a.b",
        "a.b=",
        "=a.b",
        "a.b=a.b",
        "a/b=c.d",
        "a.b=../c",
        "a..b=c.d",
        "a.b=c.1d",
        "a.b=c.d=e.f",
        "a.class=c.d",
        "",
    ],
)
def test_a_move_that_is_none(option: str, value: str, folder: Folder) -> None:
    folder.write({"a.py": OLD})
    done = folder.rewrite(option, value, ".")
    assert (done.code, done.out) == (2, "")
    assert re.match(rf"error: .*{option}.*\nhint: .+\n", done.err)
    assert folder.read("a.py") == OLD


def test_a_name_moves_to_one_place(folder: Folder) -> None:
    done = folder.rewrite("--move", "a.b=c.d", "--move", "a.b=e.f", ".")
    assert done.code == 2
    assert re.match(r"error: .*a\.b.*\nhint: .+\n", done.err)


@pytest.mark.parametrize(
    "others",
    [["--select", "hf_utils"], ["--ignore", "hf_utils"], ["--migration", "own.toml"]],
)
def test_moves_stand_alone(others: list[str], folder: Folder) -> None:
    folder.write({"a.py": OLD, "own.toml": OWN})
    done = folder.rewrite(*MOVE, *others, ".")
    assert (done.code, done.out) == (2, "")
    assert re.match(r"error: .*--move.*\nhint: .+\n", done.err)
    assert folder.read("a.py") == OLD


# Migrations


BOTH = "import hf_utils.branches\nimport dr_showntell.fancy_table\n"
HF, SHOWN = "import dr_hf\n", "import dr_render\n"


@pytest.mark.parametrize(
    ("options", "after"),
    [
        ([], HF + SHOWN),
        (["--select", "hf_utils"], HF + "import dr_showntell.fancy_table\n"),
        (["--ignore", "hf_utils"], "import hf_utils.branches\n" + SHOWN),
        (["--select", "hf_utils", "--select", "dr_showntell"], HF + SHOWN),
        (
            ["--select", "hf_utils", "--select", "dr_wandb", "--ignore", "dr_wandb"],
            HF + "import dr_showntell.fancy_table\n",
        ),
    ],
)
def test_select_and_ignore(options: list[str], after: str, folder: Folder) -> None:
    folder.write({"a.py": BOTH})
    assert folder.rewrite(*options, ".").code == 0
    assert folder.read("a.py") == after


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_a_migration_that_is_not_there(option: str, folder: Folder) -> None:
    folder.write({"a.py": BOTH})
    done = folder.rewrite(option, "nonsense", ".")
    assert done.code == 2
    assert done.err == (
        "error: there is no migration nonsense\n"
        f"hint: there are: {', '.join(SHIPPED)}\n"
    )


def test_no_migration_is_left(folder: Folder) -> None:
    done = folder.rewrite("--select", "hf_utils", "--ignore", "hf_utils", ".")
    assert done.code == 2
    assert re.match(r"error: no migration.*\nhint: .+\n", done.err)


def test_a_migration_of_ones_own(folder: Folder) -> None:
    folder.write({"own.toml": OWN, "a.py": OLD + BOTH})
    done = folder.rewrite("--migration", "own.toml", ".")
    assert (done.code, folder.read("a.py")) == (0, NEW + HF + SHOWN)
    folder.write({"a.py": OLD + BOTH})
    done = folder.rewrite("--migration", "own.toml", "--select", "own", ".")
    assert (done.code, folder.read("a.py")) == (0, NEW + BOTH)


def test_two_migrations_for_one_name(folder: Folder) -> None:
    folder.write({"own.toml": OWN, "other.toml": OWN, "a.py": OLD})
    done = folder.rewrite("--migration", "own.toml", "--migration", "other.toml", ".")
    assert done.code == 2
    assert re.match(r"error: old\.\w+ is in two migrations.*\nhint: .+\n", done.err)
    assert folder.read("a.py") == OLD


# The other commands


def test_list(folder: Folder) -> None:
    done = folder.codemod("list")
    assert (done.code, done.err) == (0, "")
    lines = [line.split(maxsplit=1) for line in done.out.splitlines()]
    assert [name for name, _ in lines] == SHIPPED
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
    ]


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


def test_what_is_not_needed_is_not_loaded(folder: Folder) -> None:
    folder.write({"a.py": "import os\n"})
    spy = (
        "import atexit, sys\n"
        "slow = {'libcst', 'rich', 'pathspec', 'packaging', 'subprocess'}\n"
        "atexit.register(lambda: print(sorted(slow & {*sys.modules})))\n"
    )
    assert folder.rewrite(*MOVE, ".", prelude=spy).out == "[]\n"


# [tool.codemod]


def project(folder: Folder, settings: str, **files: str | bytes) -> None:
    folder.write({"pyproject.toml": f"[tool.codemod]\n{settings}\n", **files})


def test_settings_name_migrations(folder: Folder) -> None:
    """Paths in settings start at their file, wherever the command is run."""
    project(folder, 'migrations = ["moves/own.toml"]')
    folder.write({"moves/own.toml": OWN, "src/a.py": OLD, "src/b.py": OLD})
    assert folder.rewrite("src/a.py").code == 0
    assert folder.read("src/a.py") == NEW
    assert Folder(folder.path / "src").rewrite(".").code == 0
    assert folder.read("src/b.py") == NEW


def test_settings_select(folder: Folder) -> None:
    project(folder, 'select = ["hf_utils"]')
    folder.write({"a.py": BOTH, "b.py": BOTH})
    folder.rewrite("a.py")
    assert folder.read("a.py") == HF + "import dr_showntell.fancy_table\n"
    folder.rewrite("--select", "dr_showntell", "b.py")
    assert folder.read("b.py") == "import hf_utils.branches\n" + SHOWN


def test_settings_ignore(folder: Folder) -> None:
    project(folder, 'ignore = ["hf_utils"]')
    folder.write({"a.py": BOTH})
    folder.rewrite("a.py")
    assert folder.read("a.py") == "import hf_utils.branches\n" + SHOWN


TREE: dict[str, str | bytes] = dict.fromkeys(
    ["build/a.py", "one/b.py", "one/two/c.py", "one/two/three/d.py", "two/e.py"], OLD
)


def rewritten(folder: Folder) -> list[str]:
    return [name for name, data in folder.tree().items() if data == NEW.encode()]


def test_settings_exclude(folder: Folder) -> None:
    project(folder, 'exclude = ["three/"]')
    folder.write(TREE)
    assert folder.rewrite(*MOVE, ".").code == 0
    assert rewritten(folder) == ["build/a.py", "one/b.py", "one/two/c.py", "two/e.py"]


def test_exclude_on_the_command_line_replaces_that_of_the_settings(
    folder: Folder,
) -> None:
    project(folder, 'exclude = ["three/"]')
    folder.write(TREE)
    assert folder.rewrite(*MOVE, "--exclude", "e.py", ".").code == 0
    assert rewritten(folder) == [
        "build/a.py",
        "one/b.py",
        "one/two/c.py",
        "one/two/three/d.py",
    ]


def test_settings_extend_exclude(folder: Folder) -> None:
    project(folder, 'extend-exclude = ["three/"]')
    folder.write(TREE)
    assert folder.rewrite(*MOVE, "--extend-exclude", "e.py", ".").code == 0
    assert rewritten(folder) == ["one/b.py", "one/two/c.py"]


@pytest.mark.parametrize("key", ["exclude", "extend-exclude"])
@pytest.mark.parametrize(
    ("where", "path"),
    [(".", "."), (".", "one"), ("one", "."), ("one/two", ".."), ("two", "../one")],
)
def test_excluded_paths_start_at_the_settings(
    where: str, path: str, key: str, folder: Folder
) -> None:
    """As in every other tool: the same files, wherever the command is run."""
    project(folder, f'{key} = ["one/two/"]')
    folder.write(TREE)
    assert Folder(folder.path / where).rewrite(*MOVE, path).code == 0
    below = [name for name in rewritten(folder) if name.startswith("one/")]
    assert below == ["one/b.py"]


def test_per_file_ignores(folder: Folder) -> None:
    project(
        folder,
        'migrations = ["own.toml"]\n'
        "[tool.codemod.per-file-ignores]\n"
        '"tests/*" = ["removed-name"]\n"/a.py" = ["removed-name", "unknown-name"]',
    )
    text = "from old import gone\n"
    files = ["a.py", "b.py", "tests/c.py", "tests/d/e.py", "sub/a.py"]
    folder.write({"own.toml": OWN, **dict.fromkeys(files, text)})
    done = folder.rewrite(".")
    assert done.code == 1
    assert re.findall(r"^(\S+):1:17: warning", done.err, re.MULTILINE) == [
        "b.py",
        "sub/a.py",
    ]
    assert folder.rewrite("tests", "a.py").code == 0
    assert Folder(folder.path / "tests").rewrite(".", "../a.py").code == 0
    assert folder.rewrite(str(folder.path / "tests")).code == 0


@pytest.mark.parametrize("code", ["syntax-error", "undecodable"])
def test_a_broken_file_is_never_fine(code: str, folder: Folder) -> None:
    """Exclude what cannot be mended."""
    project(folder, f'per-file-ignores = {{"*" = ["{code}"]}}')
    folder.write(
        {"a.py": OLD.encode() + b"x = (\n" + b"\xff" * (code == "undecodable")}
    )
    assert folder.rewrite(*MOVE, ".").code == 2


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("nonsense = 1", r"\[tool\.codemod\] has no key nonsense\nhint: known: .+"),
        ("selct = []", r"has no key selct\nhint: did you mean select\?"),
        ("per_file_ignores = {}", r"\nhint: did you mean per-file-ignores\?"),
        ('select = "hf_utils"', r"select is not a list of strings\nhint: .+"),
        ("ignore = [1]", r"ignore is not a list of strings\nhint: .+"),
        ("exclude = true", r"exclude is not a list of strings\nhint: .+"),
        ("per-file-ignores = []", r"per-file-ignores is not a table.*\nhint: .+"),
        ('per-file-ignores = {"a" = "b"}', r"per-file-ignores is not a table"),
        ('select = ["nonsense"]', r"there is no migration nonsense\nhint: .+"),
        ('migrations = ["nowhere.toml"]', r"nowhere\.toml: .+\nhint: .+"),
        ("select = [", r"pyproject\.toml: .+\nhint: .+"),
        ('per-file-ignores = {"!" = ["x"]}', r"!.*\nhint: .+"),
        ('extend-exclude = ["!"]', r"!.*\nhint: .+"),
    ],
)
def test_wrong_settings(settings: str, message: str, folder: Folder) -> None:
    project(folder, settings, **{"a.py": "import hf_utils.branches\n"})
    done = folder.rewrite(".")
    assert (done.code, done.out) == (2, "")
    assert re.search(rf"\Aerror: .*{message}\n?", done.err)
    assert folder.read("a.py") == "import hf_utils.branches\n"


@pytest.mark.parametrize(
    "text",
    [
        '[tool]\ncodemod = "x"\n',
        "[tool]\ncodemod = 3\n",
        "tool = 3 # codemod\n",
        "[[tool.codemod]]\n",
    ],
)
def test_settings_that_are_no_table(text: str, folder: Folder) -> None:
    folder.write({"pyproject.toml": text, "a.py": OLD})
    done = folder.rewrite(*MOVE, ".")
    assert done.code == 2
    assert re.match(r"error: .*pyproject\.toml.*\nhint: .+\n", done.err)


def test_settings_of_others_do_not_count(folder: Folder) -> None:
    """Those of the folder that is rewritten, not above its repository."""
    project(folder, "nonsense = 1")
    folder.write({"inner/pyproject.toml": "[tool.black]\n", "inner/a.py": OLD})
    assert folder.rewrite(*MOVE, "inner").code == 0
    folder.write({"repository/.git/HEAD": "", "repository/sub/a.py": OLD})
    assert folder.rewrite(*MOVE, "repository/sub").code == 0
    assert folder.rewrite(*MOVE, ".").code == 2


# Suppression

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


# git

WARNING = "warning: uncommitted changes"


@pytest.fixture
def repository(folder: Folder) -> Folder:
    """Give a repository in which everything is committed."""
    folder.write({"a.py": OLD, "b.py": "x = 1\n", "sub/c.py": "y = 1\n"})
    folder.git("init", "-q")
    folder.git("add", ".")
    folder.git("commit", "-q", "-m", "all")
    return folder


def test_a_clean_tree_is_no_matter(repository: Folder) -> None:
    done = repository.rewrite(*MOVE, ".")
    assert (done.code, done.err) == (0, "3 files looked at: 1 rewritten.\n")


def test_a_dirty_tree_is_named_before_writing(repository: Folder) -> None:
    repository.write({"b.py": "x = 22\n"})
    spy = (
        "import sys\nfrom dr_refit.tree import write as w\nreal = w.write\n"
        "def write(*arguments, **more):\n"
        "    print('WRITING', file=sys.stderr)\n    real(*arguments, **more)\n"
        "w.write = write\n"
    )
    done = repository.rewrite(*MOVE, ".", prelude=spy)
    assert done.code == 0
    assert done.err.startswith(f"{WARNING} in 1 tracked files (b.py)")
    assert re.search(r"^hint: .*git checkout", done.err, re.MULTILINE)
    assert done.err.index(WARNING) < done.err.index("WRITING")
    assert repository.read("a.py") == NEW


def test_a_dirty_tree_is_named_once(repository: Folder) -> None:
    files = {f"m{number:02}.py": OLD for number in range(20)}
    repository.write({**files, "b.py": "x = 22\n"})
    done = repository.rewrite(*MOVE, "-j2", ".", "sub", "a.py", prelude=POOL)
    assert done.code == 0
    assert done.err.count(WARNING) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["--check", "."],
        ["--diff", "."],
        ["-q", "."],
        ["b.py"],
        ["sub"],
        ["--move", "nothing.here=not.here", "."],
    ],
)
def test_a_dirty_tree_is_named_only_when_something_is_written(
    arguments: list[str], repository: Folder
) -> None:
    repository.write({"b.py": "x = 22\n"})
    moves = () if "--move" in arguments else MOVE
    assert WARNING not in repository.rewrite(*moves, *arguments).err


def test_only_what_is_below_the_paths_is_named(repository: Folder) -> None:
    repository.write({"b.py": "x = 22\n", "sub/d.py": OLD})
    assert WARNING not in repository.rewrite(*MOVE, "sub").err
    repository.write({"sub/c.py": "y = 22\n", "sub/d.py": OLD})
    said = repository.rewrite(*MOVE, "sub").err
    assert f"{WARNING} in 1 tracked files (" in said
    assert "c.py" in said
    assert "b.py" not in said


def test_a_touched_file_is_no_change(repository: Folder) -> None:
    """A copy of a checkout, or a `touch`, changes no byte."""
    os.utime(repository.path / "b.py", (1_500_000_000, 1_500_000_000))
    assert repository.git("diff", "--name-only") == ""
    os.utime(repository.path / "b.py", (1_400_000_000, 1_400_000_000))
    assert WARNING not in repository.rewrite(*MOVE, ".").err


def test_the_rewrite_itself_is_no_uncommitted_change(
    repository: Folder, tmp_path: Path
) -> None:
    """Several processes write at once, and git may be slow."""
    files = {f"m{number:02}.py": OLD for number in range(8)}
    repository.write({**files, "a.py": "import os\n"})
    repository.git("add", ".")
    repository.git("commit", "-q", "-m", "more")
    real = shutil.which("git")
    slow = Folder(tmp_path / "bin")
    slow.write(
        {
            "git": (
                "#!/bin/sh\ni=0\n"
                f"while [ $i -lt 15 ] && ! grep -q new {repository.path}/m0*.py\n"
                f'do sleep 0.1; i=$((i + 1)); done\nexec {real} "$@"\n'
            )
        }
    )
    (slow.path / "git").chmod(0o755)
    path = f"{slow.path}{os.pathsep}{os.environ['PATH']}"
    done = repository.rewrite(*MOVE, "-j2", ".", prelude=POOL, PATH=path)
    assert done.code == 0
    assert WARNING not in done.err


def test_the_hint_undoes_the_rewrite(repository: Folder) -> None:
    before = repository.tree()
    assert repository.rewrite(*MOVE, ".").code == 0
    assert repository.tree() != before
    repository.git("checkout", "--", ".")
    assert repository.tree() == before


def test_names_in_the_warning_cannot_forge_output(repository: Folder) -> None:
    evil = "e\n::error::pwned\x1b[2K.py"
    repository.write({evil: "x = 1\n"})
    repository.git("add", ".")
    repository.git("commit", "-q", "-m", "more")
    repository.write({evil: "x = 22\n"})
    done = repository.rewrite(*MOVE, ".")
    assert done.err.startswith(f"{WARNING} in 1 tracked files (e\\n::error::pwned")
    assert "\x1b" not in done.err


def test_without_git(repository: Folder) -> None:
    repository.write({"b.py": "x = 22\n"})
    done = repository.rewrite(*MOVE, ".", PATH="/nowhere")
    assert (done.code, repository.read("a.py")) == (0, NEW)
    assert "Traceback" not in done.err


def test_outside_a_repository(folder: Folder) -> None:
    folder.write({"a.py": OLD})
    done = folder.rewrite(*MOVE, ".")
    assert (done.code, done.err) == (0, "1 file looked at: 1 rewritten.\n")


def trap(marker: Path, rest: str = "cat") -> str:
    return f"sh -c 'touch {marker}; {rest}'"


def config(*lines: str) -> str:
    return "".join(f"{line}\n" for line in lines)


def filters(marker: Path, kind: str = "clean") -> str:
    command = trap(marker, "exit 1" if kind == "process" else "cat")
    return config('[filter "x"]', f'\t{kind} = "{command}"')


def plant_filter(repository: Folder, marker: Path) -> None:
    add_to_config(repository, filters(marker))


def plant_filter_process(repository: Folder, marker: Path) -> None:
    add_to_config(repository, filters(marker, "process"))


def plant_filter_by_include(repository: Folder, marker: Path) -> None:
    repository.write({".git/evil": filters(marker)})
    add_to_config(repository, config("[include]", "\tpath = evil"))


def plant_filter_by_include_if(repository: Folder, marker: Path) -> None:
    repository.write({".git/evil": filters(marker)})
    add_to_config(repository, config('[includeIf "gitdir:/**"]', "\tpath = evil"))


def plant_filter_in_the_tree(repository: Folder, marker: Path) -> None:
    repository.write({"evil": filters(marker)})
    add_to_config(repository, config("[include]", "\tpath = ../evil"))


def plant_filter_of_the_work_tree(repository: Folder, marker: Path) -> None:
    repository.write({".git/config.worktree": filters(marker)})
    add_to_config(repository, config("[extensions]", "\tworktreeConfig = true"))


def plant_filter_in_a_submodule(repository: Folder, marker: Path) -> None:
    sub = submodule(repository)
    add_to_config(sub, filters(marker))
    sub.write({".git/info/attributes": "* filter=x\n"})


def plant_fsmonitor(repository: Folder, marker: Path) -> None:
    command = trap(marker, "exit 1")
    add_to_config(repository, config("[core]", f'\tfsmonitor = "{command}"'))


def plant_fsmonitor_in_a_submodule(repository: Folder, marker: Path) -> None:
    plant_fsmonitor(submodule(repository), marker)


def plant_hooks(repository: Folder, marker: Path) -> None:
    for name in (
        "post-index-change",
        "post-checkout",
        "pre-commit",
        "fsmonitor-watchman",
    ):
        repository.write({f".git/hooks/{name}": f"#!/bin/sh\ntouch {marker}\n"})
        (repository.path / f".git/hooks/{name}").chmod(0o755)


def plant_hooks_elsewhere(repository: Folder, marker: Path) -> None:
    repository.write({"hooks/post-index-change": f"#!/bin/sh\ntouch {marker}\n"})
    (repository.path / "hooks/post-index-change").chmod(0o755)
    add_to_config(repository, config("[core]", "\thooksPath = hooks"))


def plant_diff(repository: Folder, marker: Path) -> None:
    command = trap(marker, "exit 0")
    add_to_config(
        repository,
        config("[diff]", f'\texternal = "{command}"')
        + config('[diff "x"]', f'\tcommand = "{command}"', f'\ttextconv = "{command}"'),
    )
    repository.write({".git/info/attributes": "* diff=x\n"})


def add_to_config(repository: Folder, text: str) -> None:
    with (repository.path / ".git/config").open("a") as file:
        file.write(text)


def submodule(repository: Folder) -> Folder:
    sub = Folder(repository.path / "module")
    sub.write({"b.py": "x = 1\n"})
    sub.git("init", "-q")
    sub.git("add", ".")
    sub.git("commit", "-q", "-m", "sub")
    repository.git("-c", "advice.addEmbeddedRepo=false", "add", "module")
    repository.git("commit", "-q", "-m", "sub")
    return sub


TRAPS = [
    plant_filter,
    plant_filter_process,
    plant_filter_by_include,
    plant_filter_by_include_if,
    plant_filter_in_the_tree,
    plant_filter_of_the_work_tree,
    plant_filter_in_a_submodule,
    plant_fsmonitor,
    plant_fsmonitor_in_a_submodule,
    plant_hooks,
    plant_hooks_elsewhere,
    plant_diff,
]


def make_dirty(repository: Folder, text: str) -> None:
    """Change files to others of the same size, which git has to read to tell."""
    for place in (repository.path, repository.path / "module"):
        if (place / "b.py").exists():
            (place / "b.py").write_text(text)
            os.utime(place / "b.py", (1_500_000_000, 1_500_000_000))


@pytest.mark.parametrize("plant", TRAPS, ids=lambda plant: plant.__name__[6:])
def test_nothing_of_the_repository_is_run(
    plant: Callable[[Folder, Path], None], repository: Folder, tmp_path: Path
) -> None:
    """A repository of a stranger is code, its settings and hooks included."""
    marker = tmp_path / "pwned"
    repository.write({".gitattributes": "*.py filter=x\n"})
    repository.git("add", ".")
    repository.git("commit", "-q", "-m", "attributes")
    plant(repository, marker)
    make_dirty(repository, "x = 2\n")

    done = repository.rewrite(*MOVE, ".")
    assert done.code == 0
    assert repository.read("a.py") == NEW
    assert not marker.exists(), "a program of the repository was run"

    # The trap would have caught others.
    make_dirty(repository, "x = 3\n")
    for command in (["status"], ["diff"], ["add", "a.py"]):
        subprocess.run(
            ["git", *command],
            cwd=repository.path,
            env=repository.environment(),
            capture_output=True,
            check=False,
        )
    assert marker.exists(), "the trap does not work"


# LibCST


def libcst(folder: Folder, *arguments: str) -> str:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "libcst.tool", "codemod", "-j1", "--no-format"),
            *("-x", "dr_refit.libcst_adapter.RewriteImports", *arguments),
        ],
        cwd=folder.path,
        env=folder.environment(),
        capture_output=True,
        check=False,
        text=True,
    )
    return done.stdout + done.stderr


def test_libcst_rewrites(folder: Folder) -> None:
    folder.write({"a.py": f"# why\n{BOTH}x = ( 1 )\n", "b.py": "import os\n"})
    said = libcst(folder, "--migration", "hf_utils", "a.py", "b.py")
    assert (
        folder.read("a.py")
        == f"# why\n{HF}import dr_showntell.fancy_table\nx = ( 1 )\n"
    )
    assert folder.read("b.py") == "import os\n"
    assert "Transformed 2 files successfully" in said


def test_libcst_runs_every_migration(folder: Folder) -> None:
    folder.write({"sub/a.py": BOTH})
    libcst(folder, "sub")
    assert folder.read("sub/a.py") == HF + SHOWN


def test_libcst_warns(folder: Folder) -> None:
    text = "from hf_utils import nonsense\n"
    folder.write({"a.py": text})
    said = libcst(folder, "--migration", "hf_utils", "a.py")
    assert "line 1: hf_utils has no hf_utils.nonsense" in said
    assert "[unknown-name]" in said
    assert folder.read("a.py") == text


def test_libcst_knows_the_migrations(folder: Folder) -> None:
    folder.write({"a.py": BOTH})
    said = libcst(folder, "--migration", "nonsense", "a.py")
    assert "invalid choice: 'nonsense'" in said
    assert folder.read("a.py") == BOTH


# pre-commit

HOOKS = {
    hook["id"]: hook
    for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
}


def run_hook(name: str, folder: Folder, *files: str) -> int:
    """Run a hook as pre-commit does: its words, then the files."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    command = [*shlex.split(HOOKS[name]["entry"]), *files]
    return subprocess.run(
        command,
        cwd=folder.path,
        env=folder.environment(PATH=path),
        capture_output=True,
        check=False,
    ).returncode


def test_hooks_are_complete() -> None:
    assert set(HOOKS) == {"rewrite-imports", "check-imports"}
    for hook in HOOKS.values():
        assert hook["name"]
        assert hook["language"] == "python"
        assert hook["types_or"] == ["python", "pyi"]
        # It starts its own processes.
        assert hook["require_serial"] is True


def test_hook_that_rewrites(folder: Folder) -> None:
    folder.write({"a.py": BOTH, "sub/b.pyi": BOTH, "c.py": BOTH})
    assert run_hook("rewrite-imports", folder, "a.py", "sub/b.pyi") == 0
    assert folder.tree() == {
        "a.py": (HF + SHOWN).encode(),
        "c.py": BOTH.encode(),
        "sub/b.pyi": (HF + SHOWN).encode(),
    }


def test_hook_that_checks(folder: Folder) -> None:
    folder.write({"a.py": BOTH, "b.py": "import os\n"})
    assert run_hook("check-imports", folder, "b.py") == 0
    assert run_hook("check-imports", folder, "a.py", "b.py") == 1
    assert folder.read("a.py") == BOTH


# An installed wheel


@pytest.mark.network
def test_an_installed_wheel(folder: Folder) -> None:
    """Unpacked somewhere, found there before the checkout, and run elsewhere.

    uv gets the build tools for it, which is why this asks a registry.
    """
    command = [sys.executable, "-m", "uv", "build", "-q", "--wheel"]
    command += ["--python", sys.executable, "--out-dir", str(folder.path / "wheel")]
    subprocess.run([*command, str(ROOT)], check=True)
    (wheel,) = folder.path.glob("wheel/dr_refit-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        (points,) = [name for name in names if name.endswith("entry_points.txt")]
        assert "codemod = dr_refit.cli.codemod:main" in archive.read(points).decode()
        archive.extractall(folder.path / "site")
    templates = [p for p in (ROOT / "templates").rglob("*") if p.is_file()]
    carried = {f"dr_refit/{p.relative_to(ROOT)}" for p in templates}
    assert {name for name in names if name.startswith("dr_refit/templ")} == carried
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if name.startswith(("tests/", "bench/"))]

    folder.write({"elsewhere/a.py": BOTH})
    here, site = Folder(folder.path / "elsewhere"), str(folder.path / "site")
    spy = f"import dr_refit\nassert dr_refit.__file__.startswith({site!r})\n"
    done = here.codemod("list", prelude=spy, PYTHONPATH=site)
    assert [line.split()[0] for line in done.out.splitlines()] == SHIPPED
    assert here.rewrite(".", prelude=spy, PYTHONPATH=site).code == 0
    assert here.read("a.py") == HF + SHOWN
