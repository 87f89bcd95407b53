"""Pull requests, opened with programs that stand in for `gh` and `glab`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dr_refit.errors import Problem
from dr_refit.git.forge import open_pull_request

if TYPE_CHECKING:
    from pathlib import Path

ASKED = """#!/bin/sh
printf '%s\\n' "$@" > "$0.log"
echo "created https://example.org/1" "$0"
"""
CLOSED = """#!/bin/sh
case "$*" in
*list*) echo '[{"url": "https://example.org/0", "state": "MERGED"}, STATE]' ;;
*) echo "created https://example.org/2" ;;
esac
"""
GITHUB_CLOSED = '{"url": "https://example.org/1", "state": "CLOSED"}'
GITLAB_CLOSED = '{"web_url": "https://example.org/1", "state": "closed"}'
SAID = "#!/bin/sh\necho first >&2\necho 'not logged in' >&2\nexit 1\n"
GITHUB = ("pr create --repo {} --head b", "--title t --body x")
GITLAB = ("mr create --repo {} --source-branch b", "--title t --description x --yes")


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder that is all of PATH, but for a shell."""
    folder = tmp_path / "tools"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def program(path: Path, text: str) -> Path:
    path.write_text(text)
    path.chmod(0o755)
    return path


@pytest.mark.parametrize(
    ("url", "tool", "repository", "asked"),
    [
        ("https://github.com/a/b.git", "gh", "github.com/a/b", GITHUB),
        ("git@github.com:a/b.git", "gh", "github.com/a/b", GITHUB),
        ("ssh://git@git.example.org:22/a/b", "gh", "git.example.org/a/b", GITHUB),
        ("file:///home/x/a/b.git", "gh", "a/b", GITHUB),
        ("https://gitlab.com/a/sub/b/", "glab", "gitlab.com/a/sub/b", GITLAB),
        ("git@gitlab.example.org:a/b", "glab", "gitlab.example.org/a/b", GITLAB),
    ],
)
def test_what_each_forge_is_asked(
    url: str, tool: str, repository: str, asked: tuple[str, ...], tools: Path
) -> None:
    path = program(tools / tool, ASKED)
    assert open_pull_request(url, "b", "t", "x", seconds=9) == "https://example.org/1"
    words = (tools / f"{path.name}.log").read_text().split()
    assert words == " ".join(asked).format(repository).split()


@pytest.mark.parametrize(
    ("tool", "option"), [("gh", "--base"), ("glab", "--target-branch")]
)
def test_the_branch_that_counts_is_the_one_to_merge_into(
    tool: str, option: str, tools: Path
) -> None:
    path = program(tools / tool, ASKED)
    url = f"https://git{'lab' if tool == 'glab' else 'hub'}.com/a/b"
    open_pull_request(url, "b", "t", "x", base="develop", seconds=9)
    words = (tools / f"{path.name}.log").read_text().split()
    assert words[-2:] == [option, "develop"]


def test_a_merged_one_is_followed_by_another(tools: Path) -> None:
    program(tools / "gh", CLOSED.replace(", STATE", ""))
    address = open_pull_request("https://github.com/a/b", "b", "t", "x", seconds=9)
    assert address == "https://example.org/2"


@pytest.mark.parametrize(
    ("host", "tool", "listed"),
    [("github", "gh", GITHUB_CLOSED), ("gitlab", "glab", GITLAB_CLOSED)],
)
def test_a_closed_one_is_not_opened_again(
    host: str, tool: str, listed: str, tools: Path
) -> None:
    program(tools / tool, CLOSED.replace("STATE", listed))
    with pytest.raises(Problem, match=r"was closed: https://example\.org/1"):
        open_pull_request(f"https://{host}.com/a/b", "b", "t", "x", seconds=9)


def test_without_the_program_the_user_is_told(tools: Path) -> None:
    assert tools.is_dir()
    with pytest.raises(Problem, match="no glab on PATH: open the pull request of b"):
        open_pull_request("git@gitlab.com:a/b", "b", "t", "x", seconds=9)


def test_what_the_program_says_last_is_told(tools: Path) -> None:
    program(tools / "gh", SAID)
    with pytest.raises(Problem, match="pull request from gh: not logged in"):
        open_pull_request("https://github.com/a/b", "b", "t", "x", seconds=9)
