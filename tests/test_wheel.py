"""An installed wheel."""

from __future__ import annotations

import subprocess
import sys
import zipfile

import pytest

from tests.support.folder import Folder
from tests.support.machine import ROOT
from tests.support.rewriting import BOTH, HF, SHOWN
from tests.support.shipped import SHIPPED_IDS


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
    assert [line.split()[0] for line in done.out.splitlines()] == SHIPPED_IDS
    assert here.rewrite(".", prelude=spy, PYTHONPATH=site).code == 0
    assert here.read("a.py") == HF + SHOWN
