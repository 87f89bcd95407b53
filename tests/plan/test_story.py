"""A family of seven from the first phase to the end, by what `fleet next` says.

Whatever can be done now is done, as it is printed, then what docs/plan.md adds; after
every round the tests of every repository pass, each with the sources of all.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.support.family import Family, commit
from tests.support.folder import Folder
from tests.support.machine import ROOT, copy_templates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.machine import Machine

pytestmark = pytest.mark.slow

PAGE = (ROOT / "docs/plan.md").read_text("utf-8")
STORY = re.search(r"^```sh\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)[1].splitlines()  # type: ignore[index]
PLAN = """\
title = "The family"

[[phase]]
title = "Utility packages"

[[phase.row]]
name = "dr-hf"
from = "hf_utils + dr_ingest/hf"
to = "dr_hf"
content = "HuggingFace operations"
no-import = [{ package = "hf_utils" }, { package = "dr_ingest.hf" }]
depends = [{ repository = "dr-marimo", on = ["dr-hf"] }]

[[phase]]
title = "Create ft-scaling"

[[phase.row]]
name = "ft-scaling"
to = "ft-scaling"
content = "The repository"
repository = [{ name = "ft-scaling" }]

[[phase.row]]
name = "runs"
from = "dr_ingest (project)"
to = "ft-scaling"
content = "W&B parsing"
[[phase.row.free-of]]
repository = "dr-ingest"
modules = ["dr_ingest.wandb"]
to = "ft-scaling"

[[phase]]
title = "Rename ddpred to ft-pred"

[[phase.row]]
name = "ft-pred"
from = "ddpred"
to = "ft-pred"
content = "Prediction models"
no-import = [{ package = "ddpred" }]
[[phase.row.free-of]]
repository = "ft-pred"
modules = ["ddpred"]
to = "ft-pred"
command = "codemod rename-package ddpred ft_pred ddpred --dist ddpred ft-pred"

[[phase]]
title = "Clean datadec"

[[phase.row]]
name = "datadec"
from = "dr_ingest (AllenAI)"
to = "datadec"
content = "Question answering"
free-of = [{ repository = "dr-ingest", modules = ["dr_ingest.qa"], to = "datadec" }]

[[phase]]
title = "Clean dr_ingest"

[[phase.row]]
name = "dr-ingest"
from = "dr_ingest"
content = "Nobody needs it"
retired = [{ repository = "dr-ingest" }]
after = ["dr-hf", "runs", "datadec"]

[[phase]]
title = "Update the application"

[[phase.row]]
name = "application"
to = "by-tomorrow-app"
content = "The service"
[[phase.row.repository]]
name = "by-tomorrow-app"
command = "fleet new by-tomorrow-app --template application"

[[phase.row]]
name = "audit"
content = "Nothing is where it does not belong"
audit = [{}]
"""

#: Writes what the application is to serve.
MADE = """\
import hashlib, pathlib
import duckdb
from ft_scaling.wandb.hooks import normalize_matched_run_type

run = normalize_matched_run_type("1")
duckdb.sql("SELECT ? AS run", params=[run]).write_parquet("results.parquet")
digest = hashlib.sha256(pathlib.Path("results.parquet").read_bytes()).hexdigest()
pathlib.Path("SHA256SUMS").write_text(f"{digest}  results.parquet\\n")
"""


def project(name: str, *requires: str) -> str:
    listed = "".join(f'  "{one}",\n' for one in requires)
    return (
        f'[project]\nname = "{name}"\nversion = "0.1.0"\nrequires-python = ">=3.12"\n'
        f"dependencies = [\n{listed}]\n"
    )


FILES: dict[str, dict[str, str | bytes]] = {
    "dr-hf": {
        "pyproject.toml": project("dr-hf"),
        "src/dr_hf/__init__.py": "class HFLocation:\n    org = 'drotherm'\n",
        "tests/check.py": "import dr_hf\n\nassert dr_hf.HFLocation.org\n",
    },
    "datadec": {
        "pyproject.toml": project("datadec", "dr-ingest"),
        "src/datadec/__init__.py": "",
        "src/datadec/data.py": "RECIPES = ['c4']\n",
        "scripts/answers.py": (
            "from dr_ingest.qa.extraction import list_tarballs\n\n"
            "assert list_tarballs() == ['a']\n"
        ),
        "tests/check.py": "import datadec.data\n\nassert datadec.data.RECIPES\n",
    },
    "dr-ingest": {
        "pyproject.toml": project("dr-ingest", "dr-hf"),
        "README.md": "# dr_ingest\n",
        "src/dr_ingest/__init__.py": "",
        "src/dr_ingest/hf/__init__.py": "",
        "src/dr_ingest/hf/location.py": "class HFLocation:\n    org = 'drotherm'\n",
        "src/dr_ingest/qa/__init__.py": "",
        "src/dr_ingest/qa/extraction.py": "def list_tarballs():\n    return ['a']\n",
        "src/dr_ingest/wandb/__init__.py": "",
        "src/dr_ingest/wandb/constants.py": "SEED = 'seed'\n",
        "src/dr_ingest/wandb/hooks.py": (
            "from .constants import SEED\n\n\n"
            "def normalize_matched_run_type(run):\n    return SEED + run\n"
        ),
    },
    "ddpred": {
        "pyproject.toml": project("ddpred", "datadec"),
        "src/ddpred/__init__.py": "",
        "src/ddpred/model.py": (
            "from datadec.data import RECIPES\n\n\n"
            "def predict():\n    return [*RECIPES]\n"
        ),
        "tests/check.py": (
            "from ddpred import model\n\nassert model.predict() == ['c4']\n"
        ),
    },
    "dr-marimo": {
        "pyproject.toml": project("dr-marimo", "dr-ingest", "ddpred", "ft-pred"),
        "notebooks/nb.py": (
            "from ddpred.model import predict\n"
            "from dr_ingest.hf.location import HFLocation\n\n"
            "assert (HFLocation.org, predict()) == ('drotherm', ['c4'])\n"
        ),
    },
    "app": {
        "pyproject.toml": project("app", "dr-ingest", "ft-scaling"),
        "main.py": (
            "from dr_ingest.wandb.hooks import normalize_matched_run_type\n\n"
            "assert normalize_matched_run_type('1') == 'seed1'\n"
        ),
    },
}
#: How many files there are to run.
CHECKS = 6
#: What fleet.toml says of them.
LISTED = {
    "dr-hf": {"layer": "utility"},
    "datadec": {"layer": "domain"},
    "ddpred": {"name": "ft-pred", "layer": "project"},
    "app": {"layer": "application"},
}


@pytest.fixture
def family(tmp_path: Path) -> Family:
    """Return six repositories that build on each other, and their plan."""
    family = Family(tmp_path / "family")
    family.root.mkdir()
    package = "{{ project_name.replace('-', '_') }}"
    family.make_template(
        {
            "copier.yml": "_subdirectory: files\nproject_name: {type: str}\n",
            "files/pyproject.toml.jinja": project("{{ project_name }}"),
            f"files/src/{package}/__init__.py": "",
        }
    )
    templates = Folder(copy_templates(tmp_path / "dr-refit"))
    templates.git("init", "--quiet", "-b", "main")
    commit(templates)
    templates.git("tag", "v0.1.0")
    for name, files in FILES.items():
        folder = Folder(family.root / name)
        folder.write(files)
        folder.git("init", "--quiet", "-b", "main")
        commit(folder)
        fields = {"name": name, "path": name, **LISTED.get(name, {})}
        family.add(**fields)
    Folder(family.root).write({"plan.toml": PLAN})
    family.repos = {
        "": f'[template.application]\nurl = "{templates.path}"\n'
    } | family.repos
    family.write()
    return family


def run(family: Family, command: str) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    who = {
        f"GIT_{role}_{key}": value
        for role in ("AUTHOR", "COMMITTER")
        for key, value in (("NAME", "a"), ("EMAIL", "a@example.org"))
    }
    return subprocess.run(
        ["sh", "-c", command],
        cwd=family.root,
        env=Folder(family.root).environment(PATH=path, **who),
        capture_output=True,
        text=True,
        check=False,
    )


def repositories(family: Family) -> Iterator[Folder]:
    for path in sorted(family.root.iterdir()):
        if (path / ".git").exists() and path != family.template.path:
            yield Folder(path)


def settle(family: Family) -> None:
    """Merge what was made on branches, and commit what was made in checkouts."""
    for folder in repositories(family):
        listed = folder.git("branch", "--format=%(refname:short)", "--list", "*/*")
        for branch in listed.split():
            folder.git("merge", "--quiet", branch)
            folder.git("branch", "--quiet", "-d", branch)
        if folder.git("status", "--porcelain"):
            commit(folder)


def check(family: Family) -> None:
    """Run what every repository has to run, with the sources of all."""
    sources, there = [], []
    for folder in repositories(family):
        sources.append(str(folder.path / "src"))
        for pattern in ("tests/check.py", "main.py", "scripts/*.py", "notebooks/*.py"):
            there += [str(path) for path in sorted(folder.path.glob(pattern))]
    done = subprocess.run(
        [sys.executable, "-c", f"import runpy\n[*map(runpy.run_path, {there})]"],
        env={"PYTHONPATH": os.pathsep.join(sources), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, len(there)) == (0, CHECKS), done.stderr


def steps(family: Family) -> list[dict[str, Any]]:
    done = run(family, "fleet next --output-format json")
    assert done.returncode in {0, 1}, done.stderr
    return list(json.loads(done.stdout)["steps"])


@pytest.mark.network
def test_what_is_next_leads_to_the_end(family: Family, workshop: Machine) -> None:
    done: list[str] = []
    while left := steps(family):
        ready = [one["command"] for one in left if not one["waits"]]
        new = [one for one in ready if one and not one.startswith("fleet audit")]
        assert new, left
        assert not {*new} & {*done}
        # Those that import what moved have its last release until they are migrated.
        if not any(command.startswith("fleet migrate") for command in new):
            check(family)
        for command in new:
            ran = run(family, command)
            assert ran.returncode in {0, 1}, (command, ran.stdout, ran.stderr)
            done.append(command)
            settle(family)
    check(family)
    assert done == STORY[: len(done)]
    family.release("v1.1.0", {"files/NEW.md": "new\n"})
    for command in STORY[len(done) :]:
        ran = run(family, command)
        assert ran.returncode in {0, 1}, (command, ran.stdout, ran.stderr)
        settle(family)
    check(family)
    assert (family.root / "ft-scaling/NEW.md").is_file()
    plan = run(family, "fleet plan")
    assert (plan.returncode, "8 of 8 rows are done" in plan.stdout) == (0, True)
    audit = run(family, "fleet audit")
    assert (audit.returncode, audit.stdout) == (0, "Nothing belongs elsewhere.\n")
    assert b"dr_ingest" not in b"".join(
        text
        for folder in repositories(family)
        for path, text in folder.tree().items()
        if folder.path.name != "dr-ingest" and path.endswith(".py")
    )
    is_served(family, workshop)


def is_served(family: Family, workshop: Machine) -> None:
    """Start the new application on what ft-scaling makes, and ask it over HTTP."""
    app = family.root / "by-tomorrow-app/src/by_tomorrow_app"
    env = {"PYTHONPATH": f"{family.root / 'ft-scaling/src'}:{app.parent}"}
    workshop.must("python", "-c", MADE, cwd=app / "data", **env)
    (app / "sql/runs.sql").write_text("-- Runs\nSELECT run FROM results;\n", "utf-8")
    serve = ["uvicorn", "--port", "0", "by_tomorrow_app.app:app"]
    with subprocess.Popen(
        [shutil.which(serve[0], path=workshop.env["PATH"]) or serve[0], *serve[1:]],
        env={**workshop.env, **env},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    ) as server:
        try:
            assert server.stderr is not None
            lines = (re.search(r"running on (\S+)", line) for line in server.stderr)
            address = next(filter(None, lines))[1]
            assert eventually(f"{address}/api/ready")["status"] == "ready"
            served = eventually(f"{address}/api/queries/runs")
            assert served == {"data": [{"run": "seed1"}]}
        finally:
            server.terminate()


def eventually(url: str) -> dict[str, Any]:
    """Return what is answered, once the data are read."""
    for _ in range(100):
        with suppress(HTTPError), urlopen(url, timeout=30) as answer:
            return dict(json.load(answer))
        time.sleep(0.05)
    raise AssertionError(f"{url} is never ready")
