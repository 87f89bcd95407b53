"""The application: what is rendered, both ways in, and the checks it is measured by."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

import copier
import pytest
import yaml

from tests.support.checks import Checks
from tests.support.machine import APPLICATION, ROOT, Machine, copy_templates, tree

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = "by-tomorrow-app"
SOURCES = ("committed", "hf", "motherduck", "none")
PACKAGE = "src/by_tomorrow_app"
#: What there is beside what all have.
OWN = {
    "committed": {"data/SHA256SUMS", "data/results.parquet"},
    "hf": set(),
    "motherduck": {"data/results.duckdb"},
    "none": set(),
}
SERVED = {"data.py", "queries.py", "page.html", "sql/scores.sql"}


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an application per data source."""
    folder = tmp_path_factory.mktemp("applications")
    for source in SOURCES:
        answers = {"data_source": source}
        project = folder / source / NAME
        copier.run_copy(str(APPLICATION), project, answers, defaults=True, quiet=True)
    return folder


@pytest.mark.parametrize("source", SOURCES)
def test_what_is_generated(source: str, rendered: Path) -> None:
    files = {*tree(rendered / source / NAME)}
    assert len(files) <= 20
    inside = {"__init__.py", "app.py", "settings.py"} | OWN[source]
    inside |= SERVED if source != "none" else set()
    assert {name for name in files if name.startswith("src/")} == {
        f"{PACKAGE}/{name}" for name in inside
    }
    kept = yaml.safe_load(
        (rendered / source / NAME / ".copier-answers.yml").read_text("utf-8")
    )
    asked = {"hf_dataset", "hf_revision", "elsewhere"} & kept.keys()
    assert (kept["kind"], kept["layer"]) == ("application", "application")
    wanted = {"hf": {"hf_dataset", "hf_revision"}, "none": {"elsewhere"}}
    assert asked == wanted.get(source, set())


@pytest.mark.parametrize("source", SOURCES)
def test_requirements_are_those_of_the_source(source: str, rendered: Path) -> None:
    text = (rendered / source / NAME / "pyproject.toml").read_text("utf-8")
    found = {name for name in ("duckdb", "huggingface-hub", "dr-duck") if name in text}
    assert found - {"duckdb"} == {
        "hf": {"huggingface-hub"}, "motherduck": {"dr-duck"},
    }.get(source, set())  # fmt: skip
    assert ("duckdb" in found) == (source != "none")


def test_ruff_agrees(rendered: Path) -> None:
    for source in SOURCES:
        answers = {"project_name": "a" * 32, "data_source": source, "license": "none"}
        answers["github_owner"] = "b" * 39
        project = rendered / f"long-{source}"
        copier.run_copy(str(APPLICATION), project, answers, defaults=True, quiet=True)
    for command in ("check", "format --check"):
        ruff = [sys.executable, "-m", "ruff", *command.split(), "--no-cache"]
        done = subprocess.run(ruff, cwd=rendered, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("question", "answer", "reason"),
    [
        ("kind", "project", "This template"),
        ("project_name", "pandas", "dependency"),
        ("data_source", "../x", "not in"),
        ("elsewhere", "http://example.org", "https://"),
        ("elsewhere", 'https://example.org/"); import os  #', "https://"),
        ("elsewhere", "https://example.org/\n", "https://"),
    ],
)
def test_refused(question: str, answer: str, reason: str, tmp_path: Path) -> None:
    answers = {"project_name": "x", "data_source": "none"} | {question: answer}
    with pytest.raises(ValueError, match=question) as refused:
        copier.run_copy(str(APPLICATION), tmp_path, answers, defaults=True, quiet=True)
    assert reason in str(refused.value)
    assert not list(tmp_path.iterdir())


def test_free_text_is_inert(tmp_path: Path) -> None:
    text = '1. {{ \'.git\' }} {% raw %} """ $(id) `id` ${X} \\u0041 # <b> | 数据'
    answers = {"project_name": "x", "description": text, "author": 'Zoë "Z." {{ x }}'}
    plain = {"project_name": "x"}
    for name, given in (("odd", answers), ("plain", plain)):
        folder = tmp_path / name
        copier.run_copy(str(APPLICATION), folder, given, defaults=True, quiet=True)
    odd, other = tree(tmp_path / "odd"), tree(tmp_path / "plain")
    assert odd.keys() == other.keys()
    differing = {name for name in odd if odd[name] != other[name]}
    assert differing == {
        ".copier-answers.yml",
        "LICENSE",
        "README.md",
        "pyproject.toml",
    }


def test_every_question_is_documented() -> None:
    page = (ROOT / "docs/application.md").read_text("utf-8")
    questions = yaml.safe_load((APPLICATION / "questions.yml").read_text("utf-8"))
    asked = {name for name in questions if not name.startswith("_")}
    assert {"data_source", "hf_revision", *asked} <= {*re.findall(r"`(\w+)`", page)}


@pytest.mark.slow
def test_every_way_makes_the_same_and_takes_updates(tmp_path: Path) -> None:
    """Run the commands of the page, with a folder in the place of GitHub."""
    machine = Machine.new(tmp_path / "home", github=tmp_path / "github")
    repository = copy_templates(tmp_path / "dr-refit")
    machine.commit(repository, "v0.1.0")
    remote = tmp_path / "github/drothermel/dr-refit.git"
    machine.git("clone", "-q", "--bare", repository, remote, cwd=tmp_path)
    page = (ROOT / "docs/application.md").read_text("utf-8")
    (block,) = re.findall(r"```sh\n(.*?)```", page, re.DOTALL)
    ways = [shlex.split(line, comments=True) for line in block.splitlines()]
    *made, update = ways
    files = []
    cwd = tmp_path
    for number, (program, *arguments) in enumerate(made):
        cwd = tmp_path / str(number)
        cwd.mkdir()
        if "templates/application" in arguments:
            (cwd / "templates").symlink_to(repository / "templates")
        tool = f"{Path(sys.executable).parent}/{program}"
        machine.must(tool, *arguments, cwd=cwd)
        files.append(tree(cwd / NAME))
        mode, data = files[-1][".copier-answers.yml"]
        answers = re.sub(rb"(?m)^_src_path: .*$", b"", data)
        files[-1][".copier-answers.yml"] = mode, answers
    assert files[0] == files[1] == files[2]
    manifest = cwd / "fleet.toml"
    text = manifest.read_text("utf-8")
    assert 'layer = "application"' in text
    # Another source of data is another answer.
    manifest.write_text(f'{text}answers = {{ data_source = "hf" }}\n', "utf-8")
    queries = cwd / NAME / PACKAGE / "sql"
    (queries / "mine.sql").write_text("-- Mine\nSELECT 1 AS a;\n", "utf-8")
    machine.commit(cwd / NAME)
    page_of_it = repository / "templates/application/files/Dockerfile.jinja"
    page_of_it.write_text(
        page_of_it.read_text("utf-8") + "STOPSIGNAL SIGINT\n", "utf-8"
    )
    machine.commit(repository, "v0.2.0")
    machine.git("push", "-q", remote, "main", "--tags", cwd=repository)
    machine.must(f"{Path(sys.executable).parent}/{update[0]}", *update[1:], cwd=cwd)
    changed = ("diff", "--name-only", "HEAD", "template/v0.2.0")
    found = machine.git(*changed, cwd=cwd / NAME).split()
    # The data are the application's own.
    code = {f"{PACKAGE}/data.py", f"{PACKAGE}/settings.py"}
    metadata = {".copier-answers.yml", ".pre-commit-config.yaml", "pyproject.toml"}
    assert {*found} == code | metadata | {"Dockerfile", "tests/test_app.py"}


@contextmanager
def container(machine: Machine, folder: Path, project: Path) -> Iterator[str]:
    """Run the commands of a Dockerfile in a folder; yield where its service is."""
    command: list[str] = []
    env = {"UV_COMPILE_BYTECODE": "0", "PORT": "0", "COLUMNS": "200"}
    text = (project / "Dockerfile").read_text("utf-8")
    for line in text.splitlines():
        kind, _, rest = line.partition(" ")
        if kind == "COPY" and not rest.startswith("--from"):
            *names, to = rest.split()
            for name in names:
                if (project / name).is_dir():
                    shutil.copytree(project / name, folder / to)
                else:
                    shutil.copy(project / name, folder / to)
        elif kind == "RUN":
            command = [each for each in shlex.split(rest) if "--mount" not in each]
            machine.must(*command, cwd=folder, **env)
        elif kind == "CMD":
            command = json.loads(rest.replace("0.0.0.0", "127.0.0.1"))
    log = folder / "log"
    with log.open("wb") as file:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**machine.env, **env},
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    try:
        running = re.compile(r"running on (http://127\.0\.0\.1:\d+)")
        while (found := running.search(log.read_text("utf-8"))) is None:
            assert process.poll() is None, log.read_text("utf-8")
            time.sleep(0.1)
        yield found[1]
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.mark.network
@pytest.mark.nightly
@pytest.mark.parametrize("source", SOURCES)
def test_checks(source: str, workshop: Machine, tmp_path: Path) -> None:
    """Its own tests among them: a real server, HTTP, and a page in a browser."""
    project, image = tmp_path / NAME, tmp_path / "image"
    workshop.generate(APPLICATION, project, {"data_source": source})
    if source != "none":
        query = "-- What it is\nSELECT count(*) AS n FROM results;\n"
        (project / PACKAGE / "sql/another.sql").write_text(query, "utf-8")
    workshop.commit(project)
    checks = Checks(workshop, project, {"data_source": source})
    checks.step("uv", "sync", "-q", "--python", sys.executable)
    checks.step(project / ".venv/bin/mypy")
    checks.step(project / ".venv/bin/deptry", ".")
    checks.step(project / ".venv/bin/pytest", "-q")
    checks.pre_commit()
    checks.repo_review()
    assert not checks.failures, "\n\n".join(map("\n".join, checks.failures.items()))
    image.mkdir()
    with (
        container(workshop, image, project) as address,
        urlopen(f"{address}/api/health") as answer,
    ):
        assert json.load(answer) == {"status": "ok"}
