"""The fixtures; what they give is in `support/`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from dr_refit.git import run
from tests.support import profiles
from tests.support.family import Family
from tests.support.folder import Folder
from tests.support.machine import Machine, copy_templates
from tests.support.workshop import make_workshop

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

profiles.load()
# Hundreds of processes are started: what one of them has compiled, the next need not.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_xdist_auto_num_workers() -> int:
    """Start one more than there are cores: of the longest tests, many wait."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest: at the end one process would wait for the other."""
    items.sort(key=lambda item: item.get_closest_marker("network") is None)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show what tests `record_property("said", …)`, and not only that they passed."""
    lines = sorted(
        str(text)
        for report in terminalreporter.getreports("passed")
        for name, text in report.user_properties
        if name == "said"
    )
    if lines:
        terminalreporter.section("found out")
        terminalreporter.write("".join(f"{line}\n" for line in lines))


@pytest.fixture(scope="session", autouse=True)
def _state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what runs leave for later ones out of the user's own folder."""
    with pytest.MonkeyPatch.context() as patch:
        # No test cuts the power: nothing has to wait for the disk.
        patch.setattr(os, "fsync", lambda descriptor: None)
        patch.setitem(run._SETTINGS, "core.fsync", "none")
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Return an empty folder to run `codemod` in."""
    path = tmp_path / "here"
    path.mkdir()
    return Folder(path)


@pytest.fixture
def family(tmp_path: Path) -> Family:
    """Return an empty family."""
    return Family(tmp_path)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """Return a machine without tools."""
    return Machine.new(tmp_path / "home")


@pytest.fixture
def repository(machine: Machine, tmp_path: Path) -> Path:
    """Make a clone of this repository at its release."""
    folder = copy_templates(tmp_path / "dr refit ü")
    machine.commit(folder, "v0.1.0")
    return folder


@pytest.fixture(scope="session")
def workshop(
    tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config
) -> Machine:
    """Return the machine that generated projects are checked on."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    base = tmp_path_factory.getbasetemp()
    assert pytestconfig.cache is not None
    return make_workshop(
        base.parent if worker else base, pytestconfig.cache.mkdir("uv"), worker
    )
