"""Every command in the documentation is run, in a copy of the example repository."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from dr_refit.cli.codemod import main
from dr_refit.codes import Code
from dr_refit.migration.toml import load

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def commands() -> list[tuple[str, str]]:
    found = []
    for page in PAGES:
        for block in re.findall(r"```console\n(.*?)```", page.read_text(), re.DOTALL):
            found += [
                (page.name, line)
                for line in re.findall(r"^\$ (.*)$", block, re.MULTILINE)
                # `fleet` needs one: tests/fleet/test_docs.py.
                if not line.startswith("fleet ")
            ]
    return found


def test_there_are_commands() -> None:
    assert len(commands()) >= 5


@pytest.mark.slow
@pytest.mark.parametrize(("page", "command"), commands())
def test_command(page: str, command: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples/legacy-analysis", tmp_path, dirs_exist_ok=True)
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=tmp_path,
        env={"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        # A diff has the bytes of its files.
        errors="replace",
        check=False,
    )
    # 1: something is left for a person.
    assert done.returncode in {0, 1}, done.stderr
    assert "Traceback" not in done.stderr


def test_every_code_is_documented() -> None:
    page = (ROOT / "docs/findings.md").read_text()
    documented = re.findall(r"^\| `([a-z-]+)`", page, re.MULTILINE)
    assert documented == list(Code)


def test_the_migration_in_the_docs_is_valid(tmp_path: Path) -> None:
    page = (ROOT / "docs/migrations.md").read_text()
    blocks = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    file = tmp_path / "old_tools.toml"
    file.write_text("\n".join(blocks))
    migration = load(file)
    assert migration.distribution == "old-tools"
    assert [*migration.calls.names]


def test_the_codemods_in_the_docs_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    page = (ROOT / "docs/migrations.md").read_text()
    for kind, name in (("toml", "old_tools.toml"), ("python", "mine.py")):
        blocks = re.findall(rf"```{kind}\n(.*?)```", page, re.DOTALL)
        (tmp_path / name).write_text("\n".join(blocks))
    code = "from old_tools.formats import load\n\nx = load('a', strict=True)\n"
    (tmp_path / "app.py").write_text(code)
    options = ["--migration", "old_tools.toml", "--codemod", "mine.py"]
    done = CliRunner().invoke(
        main, ["rewrite-imports", *options, "--select", "old_tools", "app.py"]
    )
    assert done.exit_code == 0, done.stderr
    assert (tmp_path / "app.py").read_text() == (
        "from dr_frames.formatting import load\n\nx = load('a', strict=True).rows\n"
    )
