"""`python tests/template/demo.py FOLDER`: make ft-scaling, run its tests.

What is on no registry comes from stand-ins: only a registry is asked.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from template.machine import TEMPLATE, Machine, preset, stand_ins


def main(folder: Path) -> None:
    home = folder / ".home"
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    # A cache of its own: the stand-ins must not pass for the real repositories.
    cache = str(home / "uv")
    machine = Machine.new(home, github=home / "github", PATH=path, UV_CACHE_DIR=cache)
    stand_ins(machine, home / "github/drothermel")
    print(machine.generate(TEMPLATE, folder / "ft-scaling", preset("ft-scaling")))
    machine.commit(folder / "ft-scaling")
    for command in ("uv sync -q", "uv run -q pytest -q"):
        print(f"$ {command}", flush=True)
        print(machine.must(*command.split(), cwd=folder / "ft-scaling"))


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
