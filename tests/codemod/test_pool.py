"""One process or several: the same is said and written, whoever dies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.folder import POOL, Folder
from tests.support.rewriting import MOVE, NEW, OLD

if TYPE_CHECKING:
    from pathlib import Path

EACH = """
import os, sys
from dr_refit.codemod import pool
pool.SERIAL_SECONDS = pool.LEFT_SECONDS = -1.0

def work(item):
    if item in DEADLY:
        DEATH
    return None if item % 7 == 0 else str(item) * 20_000

found = list(pool.map_unordered(
    work,
    range(COUNT),
    jobs=JOBS,
    size=lambda item: 60_000 if item % 10 == 3 else 0,
    on_crash=lambda item: f"died {item}",
    on_progress=lambda _: None,
))
for index, result in sorted(found):
    assert result in (str(index) * 20_000, f"died {index}")
    print(index, result if result.startswith("died") else "done")
"""


@pytest.mark.parametrize("jobs", [2, 3, 8])
@pytest.mark.parametrize(
    ("deadly", "death"),
    [
        ({37}, "os._exit(3)"),
        ({37}, "os._exit(0)"),
        ({37}, "os.kill(os.getpid(), 9)"),
        ({37}, "os.kill(os.getpid(), 11)"),
        ({1}, "os._exit(1)"),
        ({59}, "os._exit(1)"),
        ({20, 21, 22, 23, 24}, "os._exit(1)"),
        (set(range(1, 60)), "os._exit(1)"),
    ],
)
def test_a_dead_process_costs_one_item(
    deadly: set[int], death: str, jobs: int, folder: Folder
) -> None:
    code = EACH.replace("DEADLY", repr(deadly)).replace("DEATH", death)
    code = code.replace("JOBS", str(jobs)).replace("COUNT", "60")
    done = folder.python(code)
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        f"{item} died {item}" if item in deadly else f"{item} done"
        for item in range(60)
        if item in deadly or item % 7
    ]


GROWING = """
from dr_refit.codemod import pool
pool.SERIAL_SECONDS = pool.LEFT_SECONDS = -1.0
kept = []

def work(item):
    kept.append(b"x" * 10_000_000)
    return len(kept)

found = list(pool.map_unordered(
    work,
    range(60),
    jobs=2,
    size=lambda item: 60_000,
    on_crash=lambda item: None,
    on_progress=lambda _: None,
))
print(sorted(index for index, _ in found) == [*range(60)])
print(max(count for _, count in found) < 10)
"""


def test_a_process_that_has_grown_gives_way_to_a_fresh_one(folder: Folder) -> None:
    done = folder.python(GROWING)
    assert (done.code, done.err, done.out) == (0, "", "True\nTrue\n")


def test_a_file_on_which_a_process_dies_is_named(folder: Folder) -> None:
    folder.write({f"m{number:02}.py": OLD for number in range(20)})
    death = (
        "import os\nfrom dr_refit.codemod import rewrite as r\nreal = r.rewrite\n"
        "def rewrite(data, lookup, *, path, **more):\n"
        "    if path.endswith('m07.py'): os._exit(1)\n"
        "    return real(data, lookup, path=path, **more)\n"
        "r.rewrite = rewrite\n"
    )
    done = folder.rewrite(*MOVE, "-j2", ".", prelude=POOL + death)
    assert done.code == 2
    assert done.err.startswith("m07.py: error: ")
    assert "[crashed]\n20 files looked at: 19 rewritten, 1 failed." in done.err
    tree = folder.tree()
    assert tree.pop("m07.py") == OLD.encode()
    assert tree == dict.fromkeys(tree, NEW.encode())


def test_what_a_dead_process_left_may_still_need_its_package(folder: Folder) -> None:
    old = "from hf_utils.branches import parse_branch_name\n"
    folder.write({f"m{number:02}.py": old for number in range(20)})
    death = (
        "import os\nfrom dr_refit.codemod import rewrite as r\nreal = r.rewrite\n"
        "def rewrite(data, lookup, *, path, **more):\n"
        "    if path.endswith('m07.py'): DEATH\n"
        "    return real(data, lookup, path=path, **more)\n"
        "r.rewrite = rewrite\n"
    )
    for dies in ("os._exit(1)", "raise KeyError"):
        prelude = POOL + death.replace("DEATH", dies)
        done = folder.rewrite("-j2", "--check", ".", prelude=prelude)
        assert "m07.py: error: " in done.err
        assert "Dependencies to drop" not in done.err


# 16: one process or several

MIXED: dict[str, str | bytes] = {
    "moved": "from hf_utils.branches import parse_branch_name\n",
    "removed": "from dr_showntell.table_formatter import CONFIGS_DIR\n",
    "unknown": "import hf_utils.weights as w\nw.calculate_tensor_stat()\n",
    "note": "from dr_showntell.table_formatter import format_coverage_table\n",
    "broken": "from hf_utils import (\n",
    "latin": b"# caf\xe9\nimport hf_utils\n",
    "silent": "import os\n",
    "extra": "from hf_utils.weights import analyze_model_weights\n",
}
#: Leaves a file where a process was forked.
WATCHED = (
    "import os\nreal = os.fork\n"
    "def fork():\n    open('../forked', 'w').close()\n    return real()\n"
    "os.fork = fork\n"
)


@pytest.mark.slow
@pytest.mark.parametrize(
    "options",
    [
        ("--output-format=text", "-v"),
        ("--output-format=json",),
        ("--output-format=sarif",),
        ("--output-format=github",),
        ("--diff",),
    ],
    ids=lambda options: options[0],
)
def test_one_process_and_several_say_and_write_the_same(
    options: tuple[str, ...], folder: Folder, tmp_path: Path
) -> None:
    files = {
        f"p{number % 5}/m{number:03}_{kind}.py": text
        for number in range(10)
        for kind, text in MIXED.items()
    }
    runs = []
    for jobs in (1, 2):
        here = Folder(tmp_path / f"jobs{jobs}/here")
        here.write(files)
        done = here.rewrite(f"-j{jobs}", *options, ".", prelude=WATCHED + POOL)
        runs.append((done, here.tree()))
        assert (here.path.parent / "forked").exists() == (jobs > 1)
    assert runs[0][0].code == 2
    assert runs[0][0].out or runs[0][0].err
    assert runs[0] == runs[1]


def test_many_files_start_the_pool_by_themselves(folder: Folder) -> None:
    """No threshold is set here: 3,000 imports take longer than it."""
    text = "".join(
        f"from old import tool as t{number}\nx = {number}\n" for number in range(20)
    )
    folder.write({f"m{number:03}.py": text for number in range(150)})
    done = folder.rewrite(*MOVE, "-j2", "--check", ".", prelude=WATCHED)
    assert done.err.endswith("150 files looked at: 150 would be rewritten.\n")
    assert (folder.path.parent / "forked").exists()
