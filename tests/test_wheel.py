"""An installed wheel."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import click
import pytest

from dr_refit.fleet.shape import json_schema
from tests.support.family import commit
from tests.support.folder import Folder
from tests.support.machine import NOWHERE, ROOT, copy_templates
from tests.support.rewriting import BOTH, HF, SHOWN
from tests.support.shipped import SHIPPED_IDS


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel. uv gets the build tools for it: this asks a registry."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "uv", "build", "-q", "--wheel"]
    command += ["--python", sys.executable, "--out-dir", str(folder)]
    subprocess.run([*command, str(ROOT)], check=True)
    (wheel,) = folder.glob("dr_refit-*.whl")
    return wheel


@pytest.fixture(scope="module")
def site(wheel: Path) -> Path:
    """Unpack the wheel."""
    site = wheel.with_name("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    return site


@pytest.mark.network
def test_an_installed_wheel(folder: Folder, wheel: Path, site: Path) -> None:
    """Found before the checkout, and run elsewhere."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        (points,) = [name for name in names if name.endswith("entry_points.txt")]
        assert "codemod = dr_refit.cli.start:codemod" in archive.read(points).decode()
    templates = [p for p in (ROOT / "templates").rglob("*") if p.is_file()]
    carried = {f"dr_refit/{p.relative_to(ROOT)}" for p in templates}
    assert {name for name in names if name.startswith("dr_refit/templ")} == carried
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if name.startswith(("tests/", "bench/"))]

    folder.write({"elsewhere/a.py": BOTH})
    here = Folder(folder.path / "elsewhere")
    spy = f"import dr_refit\nassert dr_refit.__file__.startswith({str(site)!r})\n"
    done = here.codemod("list", prelude=spy, PYTHONPATH=str(site))
    assert [line.split()[0] for line in done.out.splitlines()] == SHIPPED_IDS
    assert here.rewrite(".", prelude=spy, PYTHONPATH=str(site)).code == 0
    assert here.read("a.py") == HF + SHOWN


@pytest.mark.network
@pytest.mark.slow
def test_a_newcomer_has_nothing_but_the_wheel(site: Path, tmp_path: Path) -> None:
    """Line by line through the guide, in an empty folder; the address is here."""
    virtual = tmp_path / "venv"
    venv.create(virtual, with_pip=False)
    (packages,) = virtual.glob("lib/*/site-packages")
    requires = Path(click.__file__).parents[1]
    (packages / "all.pth").write_text(f"{site}\n{requires}\n")
    program = virtual / "bin/fleet"
    main = "from dr_refit.cli.fleet import main\nmain(prog_name='fleet')\n"
    program.write_text(f"#!{virtual}/bin/python\n{main}")
    program.chmod(0o755)
    template = Folder(copy_templates(tmp_path / "dr-refit.git"))
    template.git("init", "-q", "-b", "main")
    commit(template)
    template.git("tag", "v0.1.0")
    clone = Folder(tmp_path / "clones/dr-hf")
    clone.write({"a.py": "from dr_ingest.utils import group_col_by_prefix\n"})
    clone.git("init", "-q", "-b", "main")
    commit(clone)
    empty = tmp_path / "empty"
    empty.mkdir()
    address = {
        "GIT_CONFIG_KEY_0": f"url.{tmp_path.as_uri()}/.insteadOf",
        "GIT_CONFIG_VALUE_0": "https://github.com/drothermel/",
    }
    environment = Folder(empty).environment(
        PATH=f"{program.parent}:{os.environ['PATH']}", **{**NOWHERE, **address}
    )
    page = (ROOT / "docs/fleet.md").read_text("utf-8")
    blocks = re.findall(r"^```console\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    commands = re.findall(r"^\$ (.*)$", "".join(blocks), re.MULTILINE)
    assert len(commands) >= 14
    for command in commands:
        if command.startswith("fleet update"):
            text = template.read("templates/project/copier.yml")
            newer = text.replace("0.1.0", "0.2.0")
            template.write(
                {
                    "templates/project/copier.yml": newer,
                    "templates/project/files/NEW.md": "new\n",
                }
            )
            commit(template)
            template.git("tag", "--force", "v0.2.0")
        done = subprocess.run(
            ["sh", "-c", command],
            cwd=empty,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        # 1: behind, unlinked, or left for a person.
        assert done.returncode in {0, 1}, (command, done.stderr)
        assert "Traceback" not in done.stderr
    assert (empty / "report.html").stat().st_size > 10_000
    assert json.loads((empty / "fleet.schema.json").read_text()) == json_schema()
