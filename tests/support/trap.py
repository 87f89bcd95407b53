"""A program that leaves a mark where it is run, wherever a repository can name one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.folder import Folder

HOOKS = (
    *("applypatch-msg", "commit-msg", "fsmonitor-watchman", "post-applypatch"),
    *("post-checkout", "post-commit", "post-index-change", "post-merge"),
    *("post-receive", "post-rewrite", "post-update", "pre-applypatch", "pre-auto-gc"),
    *("pre-commit", "pre-merge-commit", "pre-push", "pre-rebase", "pre-receive"),
    *("prepare-commit-msg", "push-to-checkout", "reference-transaction", "update"),
)


class Trap:
    """A program that leaves a mark where it is run."""

    def __init__(self, folder: Path) -> None:
        self.mark = folder / "MARK"
        self.program = folder / "trap.sh"
        self.program.write_text(f"#!/bin/sh\necho $0 $@ >> {self.mark}\nexit 0\n")
        self.program.chmod(0o755)

    def set_in(self, repo: Folder) -> None:
        """Put it wherever a repository can name a program."""
        hooks = repo.path / ".git" / "hooks"
        hooks.mkdir(exist_ok=True)
        for hook in HOOKS:
            (hooks / hook).unlink(missing_ok=True)
            (hooks / hook).symlink_to(self.program)
        config = f"""
[core]
    fsmonitor = {self.program}
    hooksPath = {hooks}
    sshCommand = {self.program}
    pager = {self.program}
    editor = {self.program}
    askPass = {self.program}
    gitProxy = {self.program}
    alternateRefsCommand = {self.program}
[filter "trap"]
    clean = {self.program}
    smudge = {self.program}
    process = {self.program}
    required = true
[diff]
    external = {self.program}
[diff "trap"]
    textconv = {self.program}
    command = {self.program}
[merge "trap"]
    driver = {self.program}
[merge]
    tool = trap
[mergetool "trap"]
    cmd = {self.program}
[gpg]
    program = {self.program}
[commit]
    gpgSign = true
[credential]
    helper = !{self.program}
[uploadpack]
    packObjectsHook = {self.program}
[remote "origin"]
    url = ext::{self.program}
    uploadpack = {self.program}
    receivepack = {self.program}
    promisor = true
    partialclonefilter = blob:none
[extensions]
    partialClone = origin
[alias]
    update-ref = !{self.program}
    fetch = !{self.program}
[gc]
    auto = 1
[include]
    path = {repo.path}/more
"""
        with (repo.path / ".git" / "config").open("a") as file:
            file.write(config)
        (repo.path / ".git" / "info" / "attributes").write_text(
            "* filter=trap diff=trap merge=trap\n"
        )

    def sprung(self) -> str:
        """Return what was run."""
        return self.mark.read_text() if self.mark.exists() else ""
