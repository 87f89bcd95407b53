"""From a store to where people see it: a branch appears whole, or not at all."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from dr_refit.errors import Problem
from dr_refit.git.run import Git, GitError, git_folder
from dr_refit.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Collection

    from dr_refit.git.store import Store

#: An address that no git takes for an option or a program.
_ADDRESS = regex(r"(https?|ssh|git|file)://[^\s:-]\S*|\w[\w.-]*@\w[\w.-]*:(?!:)\S+|/.*")

#: How folders begin that hold objects for a moment; `git gc` knows them for such, too.
QUARANTINE: Final = "tmp_objdir-fleet-"


class BranchBlocked(Problem):
    """A branch is left alone, since somebody's work is on it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Published:
    """A branch as it was left: enough to take it back."""

    #: A git directory, or the URL it was pushed to, without a name or password in it.
    location: str
    ref: str
    #: Empty: it was removed.
    new: str
    #: What it replaced, an earlier one published by us; empty: nothing was there.
    old: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Branch:
    """A branch to be made, and what is known of it where it is to be."""

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

    def published(self, location: str) -> Published:
        """Return what will be there."""
        old = self.present
        return Published(location=location, ref=self.ref, new=self.commit, old=old)

    def check(self, replaceable: Collection[str]) -> None:
        """Raise BranchBlocked if what is there is none of these commits."""
        if self.present and self.present not in {self.commit, *replaceable}:
            raise BranchBlocked(
                f"there is a branch {self.name} that is merged by hand,"
                " or not as fleet left it:"
                " merge it, rename it or delete it"
            )


def publish_here(store: Store, folder: str, branch: Branch) -> None:
    """Make the branch in a repository on this machine, and run nothing of its own.

    `folder` is its git directory. Raises GitError where another was faster, or git
    would not.
    """
    git = Git(folder=folder)
    if branch.present == branch.commit:
        return
    if branch.present:
        check_not_in_use(git, branch.ref)
    wanted = f"{branch.commit}\n^{branch.head}\n".encode()
    pack = store.git("pack-objects", "--revs", "--stdout", "-q", stdin=wanted)
    objects = os.path.join(folder, "objects")
    try:
        # Until all is there, and complete, nothing of it is among the others.
        with tempfile.TemporaryDirectory(prefix=QUARANTINE, dir=objects) as beside:
            places = {
                "GIT_OBJECT_DIRECTORY": beside,
                "GIT_ALTERNATE_OBJECT_DIRECTORIES": _quoted(objects),
            }
            inside = replace(git, environment={**git.environment, **places})
            inside("unpack-objects", "-q", stdin=pack)
            _check_complete(inside, branch)
            _move_objects(beside, objects)
    except OSError as error:
        raise GitError("unpack-objects", f"{objects}: {error.strerror}") from error
    set_ref(git, branch.ref, branch.commit, branch.present)


def _quoted(path: str) -> str:
    """Return a path as git takes it in a list; a colon would end it."""
    escaped = path.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _move_objects(source: str, target: str) -> None:
    """Move loose objects from one folder of objects to another, as they are."""
    for name in os.listdir(source):
        here, there = os.path.join(source, name), os.path.join(target, name)
        if len(name) != 2:
            continue
        try:
            os.rename(here, there)
        except OSError:
            # There are such objects already: no folder takes the place of another.
            for each in os.listdir(here):
                os.rename(os.path.join(here, each), os.path.join(there, each))


def _check_complete(git: Git, branch: Branch) -> None:
    """Raise BranchBlocked if something that a commit refers to is not there.

    As git does it after a fetch: what the repository's own refs reach is there.
    """
    names = ("--stdin", "--not", "--all", "--exclude-promisor-objects")
    command = ("rev-list", "--objects", "--quiet", *names)
    try:
        git(*command, stdin=f"{branch.commit}\n".encode())
    except GitError as error:
        what = f"the repository has no longer all of {branch.head[:12]}"
        raise BranchBlocked(
            f"{what}, on which {branch.name} is made",
            "give an open merge up with fleet resolve --abort, and begin anew:"
            " how you merged is remembered",
        ) from error


def set_ref(git: Git, ref: str, new: str, old: str) -> None:
    """Move a ref from one value to another, unless it has changed; empty: none."""
    nothing = "0" * len(new or old)
    git("update-ref", "-m", "fleet", ref, new or nothing, old or nothing)


def check_not_in_use(git: Git, ref: str) -> None:
    """Raise BranchBlocked if a checkout is on it: that would look changed all over."""
    where = git.text("for-each-ref", "--format=%(worktreepath)", "--", ref)
    if where:
        name = ref.removeprefix("refs/heads/")
        message = f"{name} is checked out in {where}: switch to another branch"
        raise BranchBlocked(message)


def push(store: Store, url: str, branch: Branch) -> None:
    """Push the branch. Raises GitError if it is no longer what was fetched."""
    if branch.present != branch.commit:
        push_ref(store, url, branch.ref, branch.commit, branch.present)


def push_ref(store: Store, url: str, ref: str, new: str, old: str) -> None:
    """Move a ref elsewhere from one value to another; empty: none."""
    lease = f"--force-with-lease={ref}:{old}"
    command = ("push", "--quiet", "--no-verify", "--no-signed", lease)
    store.networked(*command, "--", checked_address(url), f"{new}:{ref}")


def present(store: Store, location: str, ref: str) -> str:
    """Return the commit that a ref is at, here or elsewhere; empty: there is none."""
    if not os.path.isabs(location):
        return remote_branches(store, location).get(ref, "")
    if not os.path.isdir(location):
        return ""
    command = ("rev-parse", "--verify", "--quiet", ref)
    return Git(folder=git_folder(location)).text(*command, good=(0, 1))


def remote_branches(store: Store, url: str) -> dict[str, str]:
    """Map the branches of a repository elsewhere, by full name, to their commits."""
    listed = store.networked.text("ls-remote", "--heads", "--", checked_address(url))
    lines = (line.partition("\t") for line in listed.splitlines())
    return {ref: commit for commit, _, ref in lines}


def checked_address(url: str) -> str:
    """Return an address unchanged. Raises Problem for what could be anything else."""
    if not _ADDRESS.fullmatch(url):
        raise Problem(f"{url!r} is no address to push to or fetch from")
    return url


def origin(location: str) -> str:
    """Return where a repository on this machine was cloned from; empty: unknown."""
    folder = git_folder(location)
    # Read as a file: nothing it includes, and no command.
    file = ("--file", os.path.join(folder, "config"), "--no-includes")
    url = Git(folder=folder).text(
        "config", *file, "--get", "remote.origin.url", good=(0, 1)
    )
    if not url or "://" in url or ":" in url.partition("/")[0]:
        return url
    # git takes a path from where the files are.
    return os.path.normpath(os.path.join(location, url))
