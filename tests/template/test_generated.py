"""The plan's projects and covering answers, by every check, with a registry."""

from __future__ import annotations

import subprocess
import sys
from itertools import combinations, product
from typing import TYPE_CHECKING, Any

import copier
import pytest

from tests.support.checks import Checks
from tests.support.machine import FAMILY, PLANNED, ROOT, TEMPLATE, Machine

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

QUESTIONS = {
    "layer": ("utility", "domain", "project", "application"),
    "builds_on": ("nothing", "dr-frames", "everything"),
    "data_source": ("hf", "motherduck", "committed", "none"),
    "cli": (True, False),
    "notebooks": (True, False),
    "license": ("MIT", "Apache-2.0", "BSD-3-Clause", "none"),
    "python_min": ("3.12", "3.13", "3.14"),
    "ci": (True, False),
}
COMBINATIONS = [
    ("utility", "nothing", "committed", True, True, "MIT", "3.13", True),
    ("application", "everything", "none", True, False, "none", "3.12", True),
    ("domain", "nothing", "motherduck", False, True, "none", "3.13", False),
    (
        "application",
        "everything",
        "motherduck",
        True,
        True,
        "Apache-2.0",
        "3.13",
        False,
    ),
    ("project", "everything", "committed", False, False, "none", "3.12", True),
    ("utility", "nothing", "none", False, False, "BSD-3-Clause", "3.13", False),
    ("domain", "dr-frames", "none", True, True, "MIT", "3.12", True),
    ("domain", "dr-frames", "hf", False, False, "Apache-2.0", "3.13", False),
    ("project", "nothing", "hf", True, True, "BSD-3-Clause", "3.12", False),
    ("application", "nothing", "motherduck", False, False, "MIT", "3.12", True),
    ("application", "dr-frames", "hf", True, False, "none", "3.13", True),
    ("domain", "everything", "committed", False, True, "BSD-3-Clause", "3.13", True),
    ("project", "everything", "hf", False, False, "MIT", "3.13", False),
    ("project", "nothing", "none", False, True, "Apache-2.0", "3.12", True),
    ("project", "dr-frames", "motherduck", False, True, "BSD-3-Clause", "3.12", True),
    ("utility", "nothing", "committed", False, False, "Apache-2.0", "3.12", False),
    (
        "application",
        "dr-frames",
        "committed",
        False,
        True,
        "BSD-3-Clause",
        "3.12",
        True,
    ),
    ("utility", "nothing", "none", True, True, "none", "3.13", False),
    ("application", "everything", "motherduck", True, True, "MIT", "3.14", True),
    ("project", "dr-frames", "hf", False, False, "BSD-3-Clause", "3.14", False),
    ("domain", "nothing", "none", True, False, "Apache-2.0", "3.14", False),
    ("utility", "nothing", "committed", False, True, "none", "3.14", True),
]
DESCRIPTIONS = [
    'Größen & "Läufe", it\'s 100 % \\ all',
    "1. $(touch pwned) `id` {{ '.git' }} {% raw %} <b>*x*</b> [a](b) #1 | ~",
    "- 数据 '''triple''' \"\"\"quotes\"\"\" ${{ secrets.X }} \\u0041 \\n 😀",
]


def possible(answers: dict[str, Any]) -> bool:
    """A utility builds on nothing, not even through its data source."""
    return answers["layer"] != "utility" or (
        answers["builds_on"] == "nothing"
        and answers["data_source"] in {"committed", "none"}
    )


def answers(number: int) -> dict[str, Any]:
    chosen: dict[str, Any] = dict(zip(QUESTIONS, COMBINATIONS[number], strict=True))
    offered = [name for name, at in FAMILY.items() if chosen["layer"] in at]
    builds_on = {"nothing": [], "dr-frames": ["dr-frames"], "everything": offered}
    chosen["builds_on"] = builds_on[chosen["builds_on"]]
    return chosen | {
        "project_name": f"x-{number}".ljust((0, 16, 32)[number % 3], "y"),
        "description": DESCRIPTIONS[number % len(DESCRIPTIONS)],
        "author": 'Zoë "Z." O\'Hara-Łuk, 李',
    }


def test_every_pair_of_answers_occurs() -> None:
    def pairs(row: tuple[Any, ...]) -> set[Any]:
        return set(combinations(zip(QUESTIONS, row, strict=True), 2))

    rows = product(*QUESTIONS.values())
    wanted = [row for row in rows if possible(dict(zip(QUESTIONS, row, strict=True)))]
    covered = set().union(*map(pairs, COMBINATIONS))
    assert covered == set().union(*map(pairs, wanted))


def assert_green(checks: Checks) -> None:
    assert not checks.failures, "\n\n".join(map("\n".join, checks.failures.items()))


def ruff_agrees(folder: Path, *answers: dict[str, Any]) -> None:
    """Make projects; all of them are as ruff wants them."""
    for number, chosen in enumerate(answers):
        project = folder / str(number)
        copier.run_copy(str(TEMPLATE), project, chosen, defaults=True, quiet=True)
    for command in ("check", "format --check"):
        ruff = [sys.executable, "-m", "ruff", *command.split(), "--no-cache"]
        done = subprocess.run(ruff, cwd=folder, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout


@pytest.mark.slow
def test_ruff_agrees(tmp_path: Path) -> None:
    ruff_agrees(tmp_path, *map(answers, range(len(COMBINATIONS))))


@pytest.mark.nightly
@pytest.mark.parametrize("name", [None, *FAMILY])
def test_ruff_agrees_with_each_of_the_family(name: str | None, tmp_path: Path) -> None:
    layer = "application" if name == "ft-pred" else "project"
    fixed = {"project_name": "x", "layer": layer, "builds_on": [name] if name else []}
    free = ("data_source", "cli", "notebooks")
    rows = product(*(QUESTIONS[question] for question in free))
    ruff_agrees(tmp_path, *(fixed | dict(zip(free, row, strict=True)) for row in rows))


def shown(name: str) -> dict[str, str]:
    """Read the table in the README: family of checks -> how many pass of how many."""
    page = (ROOT / "README.md").read_text("utf-8")
    table = page[page.index("| repo-review |") :].partition("\n\n")[0]
    header, _, *rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in table.splitlines()
    ]
    return {row[0]: row[header.index(name)] for row in rows}


type Say = Callable[[str, object], None]


def pythons(machine: Machine, lowest: str, say: Say) -> tuple[str, str]:
    """Return a project's oldest and newest Python, here or brought by uv."""
    found = []
    for version in ("3.12", "3.13", "3.14"):
        tries = (
            machine.run("uv", "python", command, version, cwd=machine.home)
            for command in ("find", "install")
        )
        if version < lowest:
            continue
        if any(done.returncode == 0 for done in tries):
            found.append(version)
        else:
            say("said", f"projects were not tested on Python {version}: there is none")
    if not found:
        pytest.skip(f"no Python of at least {lowest} here, and none to download")
    return found[0], found[-1]


#: What somebody writes in the first week, and a module that it needs.
SWEEP = '''"""Fit the loss over learning rates, and plot it."""

import sys
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
{wandb_import}
from {package}.data import load
from {package}.fits import parabola

STEPS = 25


def main(out):
    df = load()
    X = np.linspace(1e-4, 1e-2, STEPS)
    rows = []
    for params, group in df.groupby("params"):
        losses = 2.5 - group["primary_metric"].values.mean() + X
        fit = parabola(X, losses)
        rows.append({{"params": params, "best": fit}})
        {wandb_log}
    table = pd.DataFrame(rows)
    if table.empty:
        raise ValueError("nothing to plot: the table has no rows at all")
    assert len(table) < 100
    fig, ax = plt.subplots(figsize=(8, 4))
    ax.plot(table["params"], table["best"], marker="o")
    fig.savefig(out)
    print(table)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
'''
FITS = '''"""Fits of curves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from tqdm import tqdm

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Bar(tqdm):
    """A bar that stays."""


def parabola(x: NDArray[np.float64], y: NDArray[np.float64]) -> float:
    """Return where a parabola through the points is lowest."""
    a, b, _ = np.polyfit(x, y, 2)
    return float(-b / (2 * a))
'''
#: A test as it is first written, in its folder: no annotations.
TEST = """import numpy as np
import pytest

from {package}.fits import parabola


@pytest.fixture
def x(frame):
    return np.linspace(0, 1, len(frame))


def shifted(x, by=0.5):
    return (x - by) ** 2


@pytest.mark.parametrize("by", [0.25, 0.5])
def test_parabola(x, by, tmp_path):
    Y = np.array([shifted(each, by) for each in x])
    assert parabola(x, Y) == pytest.approx(by)


def test_half(x) -> None:
    assert parabola(x, shifted(x)) == pytest.approx(0.5)
"""
PAGE = """# Method

The loss over learning rates is a parabola ([the modules](../modules.rst),
[runs](#the-runs)).

## The runs

```json
{"lr": 1e-4, ...}
```

```{math}
y = x^2
```
"""
README = """
## More

[The method](docs/notes/method.md#the-runs), [how to contribute](CONTRIBUTING.md),
[experiments](experiments/sweep.py).
"""
#: A notebook as marimo writes what somebody types.
NOTEBOOK = '''import marimo

__generated_with = "0.25.2"
app = marimo.App()


@app.cell
def _():
    import marimo as mo
    import numpy as np
    import pandas as pd, sys
    from {package}.tables import summarize
    import matplotlib.pyplot as plt

    return mo, np, pd, plt, summarize


@app.cell
def _(mo):
    mo.md("""
    # Seeds: what they change, in a title that is longer than a line of the code may be
    """)
    return


@app.cell
def _(np, pd):
    np.random.seed(0)
    df = pd.DataFrame(dict(params=["4M"] * 3, seed=range(3), primary_metric=0.5))
    df[df["seed"] == True]
    return (df,)


@app.cell
def _(df, plt):
    fig, ax = plt.subplots()
    for i, (seed, y) in enumerate(zip(df["seed"], df["primary_metric"])):
        ax.plot([seed], [y * 1.5], label=f"\u03b1 \u00d7 2")
    assert len(df) < 100
    ax
    return


if __name__ == "__main__":
    app.run()
'''


def first_week(project: Path) -> None:
    """Write what somebody writes, with a library without types: `uv add tqdm`."""
    package = project.name.replace("-", "_")
    logs = "dr-wandb" in PLANNED[project.name]["builds_on"]
    script = SWEEP.format(
        package=package,
        wandb_import="import wandb\n" if logs else "",
        wandb_log='wandb.log({"params": params})' if logs else "print(params)",
    )
    (project / "experiments/sweep.py").write_text(script, "utf-8")
    (project / "src" / package / "fits.py").write_text(FITS, "utf-8")
    for name, text in (
        ("tests/fits/test_parabola.py", TEST),
        ("docs/notes/method.md", PAGE),
        ("notebooks/seeds.py", NOTEBOOK),
    ):
        (project / name).parent.mkdir(exist_ok=True)
        (project / name).write_text(text.replace("{package}", package), "utf-8")
    manifest, page = project / "pyproject.toml", project / "README.md"
    text = manifest.read_text("utf-8")
    added = '\ndependencies = [\n  "tqdm>=4.67",\n'
    manifest.write_text(text.replace("\ndependencies = [\n", added, 1), "utf-8")
    page.write_text(page.read_text("utf-8") + README, "utf-8")


@pytest.mark.network
@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[] if name == "ft-scaling" else pytest.mark.nightly)
        for name in PLANNED
    ],
)
def test_planned(
    name: str, workshop: Machine, tmp_path: Path, record_property: Say
) -> None:
    project = tmp_path / name
    workshop.generate(TEMPLATE, project, {})
    first_week(project)
    checks = Checks(workshop, project, PLANNED[name])
    checks.run(*pythons(workshop, "3.12", record_property))
    assert_green(checks)
    assert checks.review == shown(name)
    assert all(len(set(score.split(" / "))) == 1 for score in checks.review.values())


@pytest.mark.network
@pytest.mark.nightly
@pytest.mark.parametrize("number", range(len(COMBINATIONS)))
def test_combination(
    number: int, workshop: Machine, tmp_path: Path, record_property: Say
) -> None:
    chosen = answers(number)
    both = pythons(workshop, chosen["python_min"], record_property)
    project = tmp_path / "a project" / chosen["project_name"]
    workshop.generate(TEMPLATE, project, chosen)
    checks = Checks(workshop, project, chosen)
    checks.run(*both)
    assert_green(checks)
