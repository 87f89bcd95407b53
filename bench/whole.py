"""All kinds of files in one run beside the imports alone: CPU seconds.

    python -m bench.whole [ROUNDS]

A repository of 2,000 files, 200 of them notebooks and 100 pages of Markdown, of which
60 name what moved. Exit 1 where all kinds take more than 1.5 times what
`--only imports` takes (the shortest run of each counts).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path
from random import Random
from resource import RUSAGE_CHILDREN, getrusage

CODEMOD = Path(sysconfig.get_path("scripts"), "codemod")
MOST = 1.5
#: Suffix -> how many files, and how many of them are affected.
FILES = {".py": (1700, 40), ".ipynb": (200, 12), ".md": (100, 8)}
WORDS = [
    *("data", "frame", "run", "step", "model", "path"),
    *("table", "branch", "score", "task", "seed", "config"),
]


def python(draw: Random, lines: int, *, affected: bool) -> str:
    code = ["import json", "from pathlib import Path", ""]
    if affected:
        code[2:] = ["from hf_utils.branches import is_checkpoint_branch", ""]
    for number in range(lines // 6):
        one, two, three = draw.sample(WORDS, 3)
        code += [
            f"def {one}_{two}_{number}({three}, {one}=None):",
            f'    """Return the {two} of a {three}."""',
            f"    {two} = [{one} or {three} for _ in range({number})]",
            f'    return json.dumps({{"{one}": {two}, "{three}": str(Path("{one}"))}})',
            "",
            "",
        ]
    if affected:
        code += ["print(is_checkpoint_branch('main'))"]
    return "\n".join(code) + "\n"


def notebook(draw: Random, *, affected: bool) -> str:
    cells = [
        {
            "cell_type": "code",
            "execution_count": number,
            "id": f"cell-{number}",
            "metadata": {},
            "outputs": [
                {
                    "name": "stdout",
                    "output_type": "stream",
                    "text": [" ".join(draw.choices(WORDS, k=12)) + "\n"] * 40,
                }
            ],
            "source": python(draw, 24, affected=affected and not number).splitlines(
                keepends=True
            ),
        }
        for number in range(12)
    ]
    page = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(page, indent=1) + "\n"


def page(draw: Random, *, affected: bool) -> str:
    parts = []
    for number in range(12):
        parts += [f"## {draw.choice(WORDS)} {number}\n", *_prose(draw)]
        code = python(draw, 12, affected=affected and not number)
        parts.append(f"```python\n{code}```\n")
    return "\n".join(parts)


def _prose(draw: Random) -> list[str]:
    return [" ".join(draw.choices(WORDS, k=14)) for _ in range(20)] + [""]


def make(folder: Path) -> None:
    """Write the repository: the same one each time."""
    draw = Random(9)
    subprocess.run(["git", "init", "-q", folder], check=True)
    for suffix, (count, affected) in FILES.items():
        for number in range(count):
            path = folder / f"part_{number % 40}" / f"file_{number}{suffix}"
            path.parent.mkdir(exist_ok=True)
            is_one = number < affected
            if suffix == ".py":
                text = python(draw, draw.choice([40, 120, 400]), affected=is_one)
            elif suffix == ".md":
                text = page(draw, affected=is_one)
            else:
                text = notebook(draw, affected=is_one)
            path.write_text(text)


def cpu(folder: Path, *options: str) -> float:
    """Return the CPU seconds of one run, which writes nothing."""
    before = getrusage(RUSAGE_CHILDREN)
    command = [str(CODEMOD), "rewrite-imports", "--check", *options, "."]
    # The first run compiles, as it does where the command was just installed.
    env = os.environ | {"PYTHONPYCACHEPREFIX": f"{folder}.compiled"}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    subprocess.run(command, cwd=folder, env=env, capture_output=True, check=False)
    after = getrusage(RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    rounds = int(sys.argv[1]) if sys.argv[1:] else 5
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "repository")
        make(folder)
        runs = [(cpu(folder), cpu(folder, "--only", "imports")) for _ in range(rounds)]
    whole, imports = (min(times) for times in zip(*runs, strict=True))
    print(
        f"2,000 files, 60 affected: all kinds {whole:.2f} s of CPU,"
        f" imports alone {imports:.2f} s: {whole / imports:.2f} times (at most {MOST})"
    )
    sys.exit(whole > MOST * imports)


if __name__ == "__main__":
    main()
