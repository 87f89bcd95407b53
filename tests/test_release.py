"""`make release`: the version is said everywhere, once, and tagged."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.support.family import commit
from tests.support.machine import NOWHERE, ROOT
from tools import release

if TYPE_CHECKING:
    from tests.support.folder import Folder

FILES = (
    "CHANGELOG.md",
    "README.md",
    "pyproject.toml",
    "src/dr_refit/__init__.py",
    "templates/project/copier.yml",
)


@pytest.fixture
def repository(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """Return a repository with the files of this one that say a version."""
    for name in FILES:
        target = folder.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, target)
    for key, value in NOWHERE.items():
        monkeypatch.setenv(key, value)
    folder.git("init", "--quiet", "-b", "main")
    heading = "# Changelog\n\n## 9.8.7 (unreleased)\n\n- a change\n"
    folder.write({"CHANGELOG.md": heading})
    commit(folder)
    return folder


def test_a_release_is_a_commit_and_a_tag(repository: Folder) -> None:
    questions = repository.path / "templates/project/copier.yml"
    unreleased = "template_released:\n  type: bool\n  default: "
    text = re.sub(f"{unreleased}true", f"{unreleased}false", questions.read_text())
    questions.write_text(text)
    commit(repository)
    assert release.begin(repository.path) == "9.8.7"
    assert release.tag(repository.path) == "v9.8.7"
    said = {name: repository.read(name).count("9.8.7") for name in FILES}
    assert said == dict.fromkeys(FILES, 1)
    assert "template_released:\n  type: bool\n  default: true" in questions.read_text()
    assert "unreleased" not in repository.read("CHANGELOG.md")
    assert repository.git("describe", "--exact-match").strip() == "v9.8.7"
    assert not repository.git("status", "--porcelain")


def test_what_is_not_ready_is_not_released(repository: Folder) -> None:
    repository.git("tag", "v9.8.7")
    with pytest.raises(SystemExit, match="is there already"):
        release.begin(repository.path)
    repository.write({"CHANGELOG.md": "# Changelog\n"})
    with pytest.raises(SystemExit, match="not committed"):
        release.begin(repository.path)
    commit(repository)
    with pytest.raises(SystemExit, match="has no heading"):
        release.begin(repository.path)
