"""git, asked so that nothing of a repository's own is run, and no setting counts.

A foreign `.git` is code: its settings name hooks, monitors, filters and pagers. What
the user has set elsewhere changes what merges and diffs say. So every git starts with
no settings but these; only where it speaks to a network does it have the user's.
"""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

from dr_refit.errors import Problem
from dr_refit.patterns import regex
from dr_refit.process import PATIENCE, ProgramError, run

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: These win over what a repository's own configuration says.
_SETTINGS = {
    "core.hooksPath": os.devnull,
    "core.fsmonitor": "false",
    "core.sshCommand": "false",
    "core.alternateRefsCommand": ":",
    "core.pager": "cat",
    "core.editor": "false",
    "core.attributesFile": os.devnull,
    "core.excludesFile": os.devnull,
    "core.autocrlf": "false",
    "core.safecrlf": "false",
    # In the names of files in conflict, and in markers.
    "core.abbrev": "7",
    # One fsync for many objects.
    "core.fsyncMethod": "batch",
    "core.protectHFS": "true",
    "core.protectNTFS": "true",
    "init.templateDir": "",
    "init.defaultBranch": "main",
    "gc.auto": "0",
    "maintenance.auto": "false",
    "advice.detachedHead": "false",
}
#: What git hands on even to the git that it starts for the other side of a fetch:
#: whoever owns a repository, nothing of it is run.
_EVERYWHERE = os.path.join(os.path.dirname(__file__), "everywhere.gitconfig")
#: Who makes commits, and writes reflogs.
IDENTITY = ("fleet", "fleet@dr-refit.invalid")
#: On the network the user's own settings, credentials above all, are in force.
_OVER_NETWORK = ("core.hooksPath", "core.fsmonitor", "gc.auto", "maintenance.auto")
_PROTOCOLS = "file:git:http:https:ssh"
#: Variables that say which repository is meant.
_LOCAL = regex(
    r"GIT_(DIR|WORK_TREE|INDEX_FILE|PREFIX|NAMESPACE|COMMON_DIR|OBJECT_DIRECTORY"
    r"|ALTERNATE_OBJECT_DIRECTORIES|CEILING_DIRECTORIES|SHALLOW_FILE|EXTERNAL_DIFF)"
)


def neutral(settings: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment of a git that runs nothing, asks nobody, stays here."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    name, email = IDENTITY
    return (
        kept
        | {
            "GIT_CONFIG_GLOBAL": _EVERYWHERE,
            "GIT_CONFIG_SYSTEM": os.devnull,
            "GIT_ATTR_NOSYSTEM": "1",
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_OPTIONAL_LOCKS": "0",
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_NO_REPLACE_OBJECTS": "1",
            "GIT_ALLOW_PROTOCOL": "file",
            "GIT_AUTHOR_NAME": name,
            "GIT_AUTHOR_EMAIL": email,
            "GIT_COMMITTER_NAME": name,
            "GIT_COMMITTER_EMAIL": email,
            "LC_ALL": "C.UTF-8",
        }
        | _counted(_SETTINGS | dict(settings or {}))
    )


def networked() -> dict[str, str]:
    """Return the environment of a git that fetches or pushes as the user would."""
    kept = {k: v for k, v in os.environ.items() if not _LOCAL.fullmatch(k)}
    first = int(kept.get("GIT_CONFIG_COUNT") or 0)
    settings = {key: _SETTINGS[key] for key in _OVER_NETWORK}
    return (
        kept
        | {"GIT_TERMINAL_PROMPT": "0", "GIT_ALLOW_PROTOCOL": _PROTOCOLS}
        | _counted(settings, first)
    )


def _counted(settings: Mapping[str, str], first: int = 0) -> dict[str, str]:
    """Write settings as git takes them from its environment."""
    counted = {"GIT_CONFIG_COUNT": str(first + len(settings))}
    for number, (key, value) in enumerate(settings.items(), first):
        counted[f"GIT_CONFIG_KEY_{number}"] = key
        counted[f"GIT_CONFIG_VALUE_{number}"] = value
    return counted


#: What the system says of a full disk.
_FULL = os.strerror(errno.ENOSPC)
_WHO = "git config --global user.name NAME, and user.email ADDRESS"
#: What git may say, and what to do then.
_HINTS = {
    _FULL: "the disk is full: make some room",
    # Branches `a` and `a/b`.
    "exists; cannot create": "rename or delete that branch",
    "does not appear to be a git repository": "check its address",
    "mismatched algorithms": "fleet works with SHA-1 repositories alone",
    "not found on PATH": "install git",
    "auto-detect": _WHO,
    "empty ident name": _WHO,
    "failed to sign": "git config user.signingkey KEY, or set commit.gpgsign to false",
}


class GitError(Problem):
    """A git command that failed, with git's own reason; without one, where none was."""

    def __init__(self, command: str, reason: str, hint: str = "") -> None:
        #: Whether it is the disk, and nothing that is asked of git.
        self.is_full = _FULL in reason
        known = (_HINTS[said] for said in _HINTS if said in reason)
        what = f"git {command}: {reason}" if command else reason
        super().__init__(what, hint or next(known, ""))


@dataclass(frozen=True, kw_only=True, slots=True)
class Git:
    """git on one repository, which is named and never searched for."""

    #: The git directory itself: `.git`, or a bare repository.
    folder: str
    environment: Mapping[str, str] = field(default_factory=neutral)
    #: How long one command may take.
    seconds: float = PATIENCE

    def __call__(
        self,
        *arguments: str,
        stdin: bytes | IO[bytes] = b"",
        good: Sequence[int] = (0,),
        **variables: str,
    ) -> bytes:
        """Run git; return what it prints. Raises GitError where it fails.

        `good` are the exit codes that are no failure; `variables` are added to the
        environment.
        """
        environment = {**self.environment, "GIT_DIR": self.folder, **variables}
        try:
            done = run(
                ["git", *arguments],
                environment=environment,
                stdin=stdin,
                timeout=self.seconds,
            )
        except ProgramError as error:
            raise GitError(_command(arguments), error.reason) from error
        if done.code not in good:
            raise GitError(_command(arguments), _last_words(done.err))
        return done.out

    def text(
        self, *arguments: str, stdin: bytes = b"", good: Sequence[int] = (0,)
    ) -> str:
        """Run git; return what it prints as one stripped text."""
        return os.fsdecode(self(*arguments, stdin=stdin, good=good)).strip()


def current_branch(path: str) -> str:
    """Return the branch that a checkout is on; empty: none, or there is no checkout."""
    try:
        with open(os.path.join(own_folder(path), "HEAD"), encoding="utf-8") as file:
            head = file.read().strip()
    except (OSError, UnicodeDecodeError):
        return ""
    name = head.removeprefix("ref: refs/heads/")
    return name if name != head else ""


def detached(path: str) -> str:
    """Return how the HEAD of a checkout is at no branch; empty: it is at one."""
    if not os.path.exists(os.path.join(path, ".git")) or current_branch(path):
        return ""
    begun = (os.path.join(own_folder(path), f"rebase-{k}") for k in ("merge", "apply"))
    midst = ", in the midst of a rebase" if any(map(os.path.exists, begun)) else ""
    return f"its HEAD is detached{midst}"


def own_folder(path: str) -> str:
    """Find the git directory of a checkout, or of a bare repository."""
    inside = os.path.join(path, ".git")
    if os.path.isfile(inside):
        with open(inside, encoding="utf-8", errors="surrogateescape") as file:
            named = file.read().strip().removeprefix("gitdir:").strip()
        inside = os.path.normpath(os.path.join(path, named))
    return inside if os.path.isdir(inside) else path


def git_folder(path: str) -> str:
    """Find the git directory of a checkout in which branches live.

    Of a linked work tree it is the one that all share. Raises GitError where there is
    none.
    """
    folder = own_folder(path)
    shared = os.path.join(folder, "commondir")
    if os.path.isfile(shared):
        with open(shared, encoding="utf-8", errors="surrogateescape") as file:
            folder = os.path.normpath(os.path.join(folder, file.read().strip()))
    if not os.path.isdir(os.path.join(folder, "objects")):
        if not os.path.exists(path):
            raise GitError("", f"{path} is not there", "clone it, or correct its path")
        above = _repository_above(path)
        hint = f"it is a folder of {above}: a repository is kept whole" if above else ""
        raise GitError("", f"{path} is no git repository", hint)
    return folder


def _repository_above(path: str) -> str:
    """Return the checkout that a folder is in; empty: none."""
    while (above := os.path.dirname(path)) != path:
        if os.path.exists(os.path.join(above, ".git")):
            return above
        path = above
    return ""


def _command(arguments: Sequence[str]) -> str:
    """Return the name of a command, without where it is run."""
    while arguments[0] in {"-C", "-c"}:
        arguments = arguments[2:]
    return arguments[0]


def _last_words(err: str) -> str:
    """Return what git complained of, without its hints."""
    # What another host says ends in spaces.
    lines = [line.rstrip() for line in err.splitlines()]
    lines = [line for line in lines if not line.startswith("hint:")]
    said = [line for line in lines if line.startswith(("fatal:", "error:", "remote:"))]
    return "; ".join(said or lines[-1:]) or "it failed without a word"
