"""Requirements that clash, in lists or as uv says, with wheels of a folder."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from dr_refit.manifests.resolver import resolve

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.folder import Folder

MOVED = "from hf_utils.branches import is_checkpoint_branch\n"
NEW = "dr-hf>=0.1.0,<0.1.2"


def wheel(folder: Path, name: str, version: str, *requires: str) -> None:
    """Make a wheel that has nothing but its metadata."""
    folder.mkdir(exist_ok=True)
    info = f"{name}-{version}.dist-info"
    metadata = "".join(f"Requires-Dist: {one}\n" for one in requires)
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as file:
        file.writestr(
            f"{info}/METADATA",
            f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{metadata}",
        )
        file.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        file.writestr(f"{info}/RECORD", "")


@pytest.fixture(autouse=True)
def wheels(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    wheels = folder.path / ".wheels"
    for version in ("0.1.0", "0.1.1"):
        wheel(wheels, "dr_hf", version, "pace<2")
    for version in ("1.0", "2.0"):
        wheel(wheels, "pace", version)
    monkeypatch.setenv("UV_NO_INDEX", "1")
    monkeypatch.setenv("UV_FIND_LINKS", str(wheels))
    monkeypatch.setenv("UV_CACHE_DIR", str(folder.path / ".cache"))
    monkeypatch.setenv("UV_PYTHON_DOWNLOADS", "never")


def project(*lines: str) -> str:
    return '[project]\nname = "app"\nrequires-python = ">=3.12"\n' + "".join(lines)


def test_what_does_not_resolve_is_said_at_its_lines(folder: Folder) -> None:
    text = project('dependencies = [\n  "hf-utils",\n  "pace>=2",\n]\n')
    folder.write({"pyproject.toml": text, "app.py": MOVED})
    done = folder.rewrite("--resolve", ".")
    assert done.code == 1
    assert (
        f"pyproject.toml:5: warning: {NEW} does not resolve with pace>=2: " in done.err
    )
    assert (
        f"pyproject.toml:6: warning: pace>=2 does not resolve with {NEW}: " in done.err
    )
    assert "dr-hf" in folder.read("pyproject.toml")
    # Without the option, nobody is asked.
    assert folder.rewrite(".").code == 0
    assert folder.rewrite("--resolve", ".").code == 1


def test_what_resolves_is_not_spoken_of(folder: Folder) -> None:
    text = project(
        'dependencies = [\n  "hf-utils",\n  "pace",\n  "x @ git+https://x.org/x",\n]\n'
    )
    folder.write({"pyproject.toml": text, "app.py": MOVED})
    done = folder.rewrite("--resolve", ".")
    assert done.code == 0
    assert "note: x @ git+https://x.org/x was not checked" in done.err
    assert done.err.count("[requirement-") == 1


def test_what_uv_does_not_know_is_no_clash(folder: Folder) -> None:
    text = project('dependencies = ["hf-utils", "nobody-has-this"]\n')
    folder.write({"pyproject.toml": text, "app.py": MOVED})
    done = folder.rewrite("--resolve", ".")
    assert done.code == 0
    assert "note: not known whether it resolves: uv: " in done.err


def test_lists_that_clash_are_said_without_a_network(folder: Folder) -> None:
    text = project(
        'dependencies = ["hf-utils"]\n\n[dependency-groups]\n'
        'test = ["dr-hf>=0.1"]\ndev = [\n  "DR_HF>=0.2",\n]\n'
    )
    folder.write({"pyproject.toml": text, "app.py": MOVED})
    done = folder.rewrite(".")
    assert done.code == 1
    message = f"DR_HF>=0.2 is declared, and the new imports need {NEW}"
    assert f"pyproject.toml:9: warning: {message} [requirement-clash]" in done.err
    assert done.err.count("[requirement-clash]") == 1


def test_what_clashes_with_several_lists_is_said_once(folder: Folder) -> None:
    folder.write(
        {
            "requirements.in": "hf-utils\n-c constraints.txt\n",
            "requirements-dev.in": "hf-utils\n",
            "constraints.txt": "hf-utils<1\ndr-hf==0.3\n",
            "app.py": MOVED,
        }
    )
    done = folder.rewrite(".")
    assert done.err.count("constraints.txt:1: warning: ") == 1


def test_limits_and_python_count() -> None:
    assert resolve(["pace>=1"], limits=["pace<2"]).clashing == ()
    found = resolve(["pace>=1.5", "dr-hf"], limits=["pace<1.8"], python="3.12")
    assert "pace>=1.5" in found.clashing
    assert resolve(["dr-hf", "pace>=2"], local=["dr-hf"]).unchecked == ("dr-hf",)
