"""Refs read without git are those that git lists, however they are kept."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from dr_refit.git import refs
from dr_refit.git.run import Git, GitError, own_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    command = ["git", *identity, "-C", str(folder), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a repository with branches, tags, and what is neither."""
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    for name in ("one", "two"):
        git(folder, "commit", "-q", "--allow-empty", "-m", name)
        git(folder, "tag", "-a", "-m", name, f"v/{name}")
        git(folder, "branch", f"deep/{name}")
    git(folder, "update-ref", "refs/remotes/origin/main", "HEAD")
    return folder


def packed(folder: Path) -> None:
    git(folder, "pack-refs", "--all")
    git(folder, "commit", "-q", "--allow-empty", "-m", "after")
    git(folder, "branch", "-f", "deep/one")
    git(folder, "branch", "-D", "deep/two")


def detached(folder: Path) -> None:
    git(folder, "checkout", "-q", "--detach", "v/one")


def locked(folder: Path) -> None:
    (folder / ".git" / "refs" / "heads" / "main.lock").touch()


@pytest.mark.parametrize("change", [packed, detached, locked, lambda _: None])
def test_they_are_those_that_git_lists(
    change: Callable[[Path], None], repository: Path
) -> None:
    change(repository)
    assert found(repository) == listed(repository)


def test_a_work_tree_has_a_head_of_its_own(repository: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    git(repository, "worktree", "add", "-q", "-b", "other", str(other), "v/one")
    assert found(other) == listed(other)
    assert found(other) != found(repository)


def test_a_bare_repository_has_them_at_its_root(
    repository: Path, tmp_path: Path
) -> None:
    other = tmp_path / "bare.git"
    git(tmp_path, "clone", "-q", "--bare", str(repository), str(other))
    assert found(other) == listed(other)


def symbolic(folder: Path) -> None:
    git(folder, "symbolic-ref", "refs/heads/alias", "refs/heads/main")


def unborn(folder: Path) -> None:
    git(folder, "symbolic-ref", "HEAD", "refs/heads/none")


def elsewhere(folder: Path) -> None:
    git(folder, "symbolic-ref", "HEAD", "refs/remotes/origin/main")


def tabled(folder: Path) -> None:
    """Make it look as where refs are kept in a table."""
    git(folder, "pack-refs", "--all")
    heads = folder / ".git" / "refs" / "heads"
    for below in (*heads.iterdir(), heads):
        below.rmdir()
    heads.write_text("this repository uses the reftable format\n")


@pytest.mark.parametrize("change", [symbolic, unborn, elsewhere, tabled])
def test_git_is_asked_what_it_alone_knows(
    change: Callable[[Path], None], repository: Path
) -> None:
    change(repository)
    assert refs.read(str(repository)) is None


def test_what_is_no_repository_has_none(tmp_path: Path) -> None:
    with pytest.raises(GitError, match="no git repository"):
        refs.read(str(tmp_path))


def found(folder: Path) -> dict[str, str]:
    return _asked_for(refs.read(str(folder)) or {})


def listed(folder: Path) -> dict[str, str]:
    lines = Git(folder=own_folder(str(folder))).text("show-ref", "--head").splitlines()
    there = (line.partition(" ") for line in lines)
    return _asked_for({ref: oid for oid, _, ref in there})


def _asked_for(found: dict[str, str]) -> dict[str, str]:
    kinds = ("HEAD", "refs/heads/", "refs/tags/")
    return {ref: oid for ref, oid in found.items() if ref.startswith(kinds)}
