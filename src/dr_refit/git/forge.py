"""Pull requests, opened with the program of the forge: `gh`, or `glab`."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from dr_refit import programs
from dr_refit.errors import Problem
from dr_refit.process import ProgramError, run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dr_refit.process import Done


@dataclass(frozen=True, kw_only=True, slots=True)
class PullRequest:
    """A pull request to be opened."""

    #: Host, owner and name: `github.com/drothermel/dr-hf`.
    repository: str
    branch: str
    #: Where it is to be merged; empty: into the default branch.
    base: str
    title: str
    body: str


class Forge(Protocol):
    """A kind of host for repositories."""

    @property
    def program(self) -> str:
        """Its program, found on PATH."""

    def arguments(self, wanted: PullRequest) -> Sequence[str]:
        """Return what the program is asked, to open a pull request."""

    def arguments_for_closed(self, wanted: PullRequest) -> Sequence[str]:
        """Return what it is asked, to list those of the branch that were closed."""


class GitHub:
    """GitHub, also in a company of its own."""

    program = "gh"

    def arguments(self, wanted: PullRequest) -> Sequence[str]:
        """Return the arguments of `gh`."""
        return (
            *("pr", "create", "--repo", wanted.repository, "--head", wanted.branch),
            *("--title", wanted.title, "--body", wanted.body),
            *(("--base", wanted.base) if wanted.base else ()),
        )

    def arguments_for_closed(self, wanted: PullRequest) -> Sequence[str]:
        """Return the arguments of `gh`."""
        return (
            *("pr", "list", "--repo", wanted.repository, "--head", wanted.branch),
            *("--state", "closed", "--json", "url,state"),
        )


class GitLab:
    """GitLab, also in a company of its own."""

    program = "glab"

    def arguments(self, wanted: PullRequest) -> Sequence[str]:
        """Return the arguments of `glab`."""
        repository, branch = wanted.repository, wanted.branch
        return (
            *("mr", "create", "--repo", repository, "--source-branch", branch),
            *("--title", wanted.title, "--description", wanted.body, "--yes"),
            *(("--target-branch", wanted.base) if wanted.base else ()),
        )

    def arguments_for_closed(self, wanted: PullRequest) -> Sequence[str]:
        """Return the arguments of `glab`."""
        repository, branch = wanted.repository, wanted.branch
        return (
            *("mr", "list", "--repo", repository, "--source-branch", branch),
            *("--closed", "--output", "json"),
        )


def open_pull_request(
    url: str, branch: str, title: str, body: str, *, base: str = "", seconds: float
) -> str:
    """Open a pull request for a branch that was pushed; return its address.

    It is to be merged into `base`, or where that is empty into the default branch.
    One that is open already is found again; one that was closed is not opened again.
    Raises Problem with what to do where there is no address.
    """
    host, repository = _parts(url)
    forge: Forge = GitLab() if "gitlab" in host else GitHub()
    path = programs.trusted(os.environ.get("PATH", os.defpath))
    program = programs.find(forge.program, path)
    if program is None:
        what = f"no {forge.program} on PATH: open the pull request of {branch} yourself"
        raise Problem(what)
    wanted = PullRequest(
        repository=repository, branch=branch, base=base, title=title, body=body
    )
    ask = partial(run, environment=os.environ, timeout=seconds)
    try:
        if closed := _address(ask([program, *forge.arguments_for_closed(wanted)])):
            what = f"its pull request was closed: {closed}"
            raise Problem(what, "open it again there, or delete the branch")
        done = ask([program, *forge.arguments(wanted)])
    except ProgramError as error:
        raise Problem(f"no pull request: {error.message}") from error
    printed = done.out.decode(errors="replace") + done.err
    addresses: list[str] = re.findall(r"https?://\S+", printed)
    if not addresses:
        last = (done.err.strip().splitlines() or ["it said nothing"])[-1]
        raise Problem(f"no address of a pull request from {forge.program}: {last}")
    return addresses[-1]


def _address(done: Done) -> str:
    """Return the address of the first that was not merged; empty: none is listed."""
    try:
        # GitHub counts those that are merged among the closed ones.
        listed = [each for each in json.loads(done.out) if each["state"] != "MERGED"]
        return str(listed[0].get("url") or listed[0].get("web_url")) if listed else ""
    except (ValueError, LookupError, AttributeError, TypeError):
        # Not a list: an old program, or one that is not logged in.
        return ""


def _parts(url: str) -> tuple[str, str]:
    """Return the host of an address, and the repository as forges name it."""
    if "://" in url:
        parts = urlsplit(url)
        host, path = parts.hostname or "", parts.path
    else:
        before, _, path = url.partition(":")
        host = before.rpartition("@")[2]
    names = path.removesuffix(".git").strip("/").split("/")
    # Of a path on this machine, what could be owner and name.
    wanted = names if host else names[-2:]
    return host, "/".join(filter(None, [host, *wanted]))
