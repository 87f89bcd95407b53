"""The new names against the wheels that the requirements bring, newest and oldest."""

from __future__ import annotations

import subprocess
import venv
import zipfile
from collections import defaultdict
from email import message_from_bytes
from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement

from dr_refit.migration import toml as migration
from dr_refit.python.surface import of_wheel

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.network

UNPUBLISHED = {
    "datadec @ git+https://github.com/drothermel/datadec@dd4f54c": (
        "no release has datadec.ingest"
    ),
}


def new_names() -> dict[str, set[str]]:
    """Every new name, by the requirement that brings it."""
    names: dict[str, set[str]] = defaultdict(set)
    for shipped in migration.load_shipped():
        for move in shipped.moves:
            if move.home == "planned":
                continue
            assert move.requirement, move.old
            below = {f"{move.new}.{name}" for name in move.names or ()}
            names[move.requirement] |= {move.new} | below
            if shipped.kept:
                names[move.requirement] |= shipped.kept
    return names


class Wheel:
    """A wheel: its metadata, and what its modules bind."""

    def __init__(self, path: Path) -> None:
        self.surface = of_wheel(str(path))
        with zipfile.ZipFile(path) as files:
            (name,) = (n for n in files.namelist() if n.endswith("-info/METADATA"))
            metadata = message_from_bytes(files.read(name))
        self.version = metadata["Version"]
        self.extras = set(metadata.get_all("Provides-Extra", []))


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An interpreter with pip of its own."""
    folder = tmp_path_factory.mktemp("venv")
    venv.create(folder, with_pip=True)
    return folder / "bin" / "python"


def download(python: Path, requirement: str, folder: Path) -> Wheel:
    options = ["--no-deps", "--only-binary", ":all:", "--dest", str(folder)]
    command = [str(python), "-m", "pip", "download", *options, requirement]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    (wheel,) = folder.glob("*.whl")
    return Wheel(wheel)


NAMES = new_names()


@pytest.mark.parametrize("text", [text for text in NAMES if text not in UNPUBLISHED])
def test_new_names_are_there(
    text: str,
    python: Path,
    tmp_path: Path,
    record_property: Callable[[str, str], None],
) -> None:
    requirement = Requirement(text)
    oldest = next(s.version for s in requirement.specifier if s.operator == ">=")
    bare = f"{requirement.name}{requirement.specifier}"
    for number, wanted in enumerate((bare, f"{requirement.name}=={oldest}")):
        folder = tmp_path / str(number)
        wheel = download(python, wanted, folder)
        assert wheel.version in requirement.specifier
        absent = {name for name in NAMES[text] if not wheel.surface.has(name)}
        assert absent == set(), f"{requirement.name} {wheel.version}"
        assert requirement.extras <= wheel.extras
        found = f"{len(NAMES[text])} new names are in {requirement.name}"
        record_property("said", f"{found} {wheel.version}")


def test_what_could_not_be_checked(
    record_property: Callable[[str, str], None],
) -> None:
    assert UNPUBLISHED.keys() <= NAMES.keys()
    for text, reason in UNPUBLISHED.items():
        names = f"{len(NAMES[text])} new names of {text.split()[0]}"
        record_property("said", f"{names} could not be checked: {reason}")
