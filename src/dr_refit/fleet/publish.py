"""From the store to where people see it: a branch appears whole, or not at all."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dr_refit.fleet.model import Published
from dr_refit.fleet.stopped import JobStopped
from dr_refit.git.run import Git, git_folder, networked
from dr_refit.process import ProgramError, run

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from dr_refit.fleet.store import Object, Store

#: An address that no git takes for an option or a program.
_ADDRESS = re.compile(
    r"(https?|ssh|git|file)://[^\s:-]\S*|\w[\w.-]*@\w[\w.-]*:(?!:)\S+|/.*"
)

#: What the message of a commit says where a person has merged; paths follow.
BY_HAND = "- merged by hand: "


@dataclass(frozen=True, kw_only=True, slots=True)
class Branch:
    """A branch to be made, and what is known of its place."""

    name: str
    commit: str
    #: The commit it starts at, which is there already.
    head: str
    #: What is there now; empty: nothing.
    present: str = ""

    @property
    def ref(self) -> str:
        """The full name."""
        return f"refs/heads/{self.name}"

    def published(self, place: str) -> Published:
        """Say what will be there."""
        old = self.present
        return Published(place=place, ref=self.ref, new=self.commit, old=old)

    def check(self, ours: Collection[str]) -> None:
        """JobStopped where something is there that fleet could not make again."""
        if self.present and self.present not in {self.commit, *ours}:
            raise JobStopped(
                "blocked",
                f"there is a branch {self.name} that is merged by hand,"
                " or not as fleet left it:"
                " merge it, rename it or delete it",
            )


def is_by_hand(commit: Object | None) -> bool:
    """Whether a person has merged what is in a commit."""
    return commit is not None and f"\n{BY_HAND}".encode() in commit.data


def publish_here(
    store: Store, place: str, branch: Branch, announce: Callable[[Published], None]
) -> Published:
    """Make the branch in a repository on this machine, and run nothing of its own.

    `place` is its git directory. `announce` is called before anything can be seen.
    Raises GitError where another was faster, or git would not.
    """
    published = branch.published(place)
    git = Git(folder=place)
    if branch.present not in {"", branch.commit}:
        check_not_in_use(git, branch.ref)
    announce(published)
    if branch.present == branch.commit:
        return published
    wanted = f"{branch.commit}\n^{branch.head}\n".encode()
    pack = store.git("pack-objects", "--revs", "--stdout", "-q", stdin=wanted)
    git("unpack-objects", "-q", stdin=pack)
    set_ref(git, branch.ref, branch.commit, branch.present)
    return published


def set_ref(git: Git, ref: str, new: str, old: str) -> None:
    """Let a ref go from one value to another, unless it has changed; empty: none."""
    nothing = "0" * len(new or old)
    git("update-ref", "-m", "fleet", ref, new or nothing, old or nothing)


def check_not_in_use(git: Git, ref: str) -> None:
    """Stop where a checkout is on the branch: it would look changed all over."""
    where = git.text("for-each-ref", "--format=%(worktreepath)", "--", ref)
    if where:
        name = ref.removeprefix("refs/heads/")
        message = f"{name} is checked out in {where}: switch to another branch"
        raise JobStopped("blocked", message)


def push(
    store: Store, url: str, branch: Branch, announce: Callable[[Published], None]
) -> Published:
    """Push the branch, unless it is no longer what was fetched. GitError: it is not."""
    published = branch.published(url)
    announce(published)
    if branch.present != branch.commit:
        push_ref(store, url, branch.ref, branch.commit, branch.present)
    return published


def push_ref(store: Store, url: str, ref: str, new: str, old: str) -> None:
    """Let a ref elsewhere go from one value to another; empty: none."""
    git = Git(folder=store.folder, environment=networked())
    lease = f"--force-with-lease={ref}:{old}"
    command = ("push", "--quiet", "--no-verify", "--no-signed", lease)
    git(*command, "--", checked_address(url), f"{new}:{ref}")


def remote(store: Store, url: str) -> dict[str, str]:
    """Ask which branches are elsewhere: full name -> commit."""
    git = Git(folder=store.folder, environment=networked())
    listed = git.text("ls-remote", "--heads", "--", checked_address(url))
    lines = (line.partition("\t") for line in listed.splitlines())
    return {ref: commit for commit, _, ref in lines}


def checked_address(url: str) -> str:
    """Give back an address that is one; JobStopped where it could be anything else."""
    if not _ADDRESS.fullmatch(url):
        raise JobStopped("failed", f"{url!r} is no address to push to or fetch from")
    return url


def origin(location: str) -> str:
    """Find where a repository on this machine was cloned from; empty: unknown."""
    place = git_folder(location)
    git = Git(folder=place)
    config = os.path.join(place, "config")
    # Read as a file: nothing it includes, and no command.
    command = (
        "config",
        "--file",
        config,
        "--no-includes",
        "--get",
        "remote.origin.url",
    )
    url = git.text(*command, good=(0, 1))
    if not url or "://" in url or ":" in url.partition("/")[0]:
        return url
    # git takes a path from where the files are.
    return os.path.normpath(os.path.join(location, url))


def request(url: str, branch: str, title: str, body: str) -> str:
    """Open a pull request with `gh` or `glab`; give its address, or a note what to do.

    One that is open already is found again.
    """
    host, owner, name = _parts(url)
    gitlab = "gitlab" in host
    tool = "glab" if gitlab else "gh"
    found = shutil.which(tool)
    if found is None:
        return f"no {tool} on PATH: open the pull request of {branch} yourself"
    repo = "/".join(part for part in (host, owner, name) if part)
    head = ("--source-branch", branch) if gitlab else ("--head", branch)
    text = ("--description", body, "--yes") if gitlab else ("--body", body)
    kind = "mr" if gitlab else "pr"
    command = [found, kind, "create", "--repo", repo, *head, "--title", title, *text]
    try:
        done = run(command, environment=os.environ)
    except ProgramError as error:
        return f"no pull request: {error}"
    addresses = re.findall(
        r"https?://\S+", done.out.decode(errors="replace") + done.err
    )
    if addresses:
        return str(addresses[-1])
    last = (done.err.strip().splitlines() or ["it said nothing"])[-1]
    return f"no address of a pull request from {tool}: {last}"


def _parts(url: str) -> tuple[str, str, str]:
    """Take host, owner and name from an address."""
    if "://" in url:
        parts = urlsplit(url)
        host, path = parts.hostname or "", parts.path
    else:
        before, _, path = url.partition(":")
        host = before.rpartition("@")[2]
    names = path.removesuffix(".git").strip("/").split("/")
    return host, "/".join(names[:-1]) if host else names[-2], names[-1]
