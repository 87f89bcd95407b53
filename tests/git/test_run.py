"""git as it is run here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dr_refit.git.run import Git, GitError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "before", [(), ("-C", "."), ("-c", "a.b=c"), ("-c", "a.b=c", "-C", ".")]
)
def test_an_error_names_the_command(before: tuple[str, ...], tmp_path: Path) -> None:
    git = Git(folder=str(tmp_path))
    with pytest.raises(GitError, match=r"^git rev-parse: "):
        git(*before, "rev-parse", "--verify", "HEAD")
