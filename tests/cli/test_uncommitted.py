"""What is said of uncommitted changes, and that nothing of a repository is run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.support.folder import POOL, Folder
from tests.support.rewriting import MOVE, NEW, OLD

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WARNING = "warning: uncommitted changes"


@pytest.fixture
def repository(folder: Folder) -> Folder:
    """Return a repository in which everything is committed."""
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


def test_line_ends_that_git_stores_otherwise_are_no_change(repository: Folder) -> None:
    repository.write({".gitattributes": "*.py eol=crlf\n"})
    for name, code in {"b.py": b"x = 1\r\n", "sub/c.py": b"y = 22\r\n"}.items():
        (repository.path / name).write_bytes(code)
    assert repository.git("diff", "--name-only") == "sub/c.py\n"
    os.utime(repository.path / "b.py", (1_400_000_000, 1_400_000_000))
    said = repository.rewrite(*MOVE, ".").err
    assert f"{WARNING} in 1 tracked files (sub/c.py)" in said


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
