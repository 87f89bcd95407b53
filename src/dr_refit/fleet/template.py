"""The template's repository: a mirror of it, and the versions it has."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from dr_refit.errors import RefitError
from dr_refit.git.run import GitError
from dr_refit.git.store import Store

if TYPE_CHECKING:
    from dr_refit.fleet.state import StateDir

#: Branches are called `template/<version>`.
PREFIX = "template"
#: What may stand for a version: a tag, `git describe` of a commit, or a hash.
_VERSION = re.compile(r"v?\d+(\.\d+)*[A-Za-z0-9.+_-]*|[0-9a-f]{7,64}")
_ALIASES = {"gh:": "https://github.com/", "gl:": "https://gitlab.com/"}
_HOSTS = ("https://github.com/", "https://gitlab.com/")


@dataclass(frozen=True, kw_only=True, slots=True)
class Version:
    """A version of the template."""

    #: As it is written into answers files.
    name: str
    commit: str
    #: Seconds since 1970.
    time: int

    @property
    def branch(self) -> str:
        """The branch on which it is brought to a repository."""
        return f"{PREFIX}/{self.name}"


def git_url(url: str) -> str:
    """Return the URL that git is to use, as Copier makes it of a template's."""
    for alias, host in _ALIASES.items():
        if url.startswith(alias):
            url = host + url.removeprefix(alias).lstrip("/")
    if url.startswith("git+"):
        return url.removeprefix("git+")
    if url.startswith(_HOSTS) and not url.endswith(".git"):
        return f"{url}.git"
    return url


class Mirror:
    """A bare copy of a template, from which every render reads."""

    def __init__(self, state: StateDir, url: str) -> None:
        self.url = url
        self.store = Store(state.mirror(sha256(url.encode()).hexdigest()[:16]))

    @property
    def substitutes(self) -> dict[str, str]:
        """Map the URL to the mirror, for git; a path is read where it is."""
        url = git_url(self.url)
        return {} if os.path.isabs(url) else {url: self.store.folder}

    def refresh(self) -> None:
        """Fetch the template; nothing else asks its host."""
        self.store.create()
        try:
            self.store.fetch(git_url(self.url), ["+refs/*:refs/*"])
        except GitError as error:
            raise RefitError(
                f"the template {self.url} cannot be fetched: {error.message}",
                "check the url in fleet.toml, and the network",
            ) from error

    def versions(self) -> list[Version]:
        """List the releases, the newest first; what is no PEP 440 version is none."""
        from packaging.version import InvalidVersion, parse

        names = self.store.git.text("for-each-ref", "--format=%(refname)", "refs/tags/")
        found = []
        for ref in names.splitlines():
            name = ref.removeprefix("refs/tags/")
            try:
                parsed = parse(name)
            except InvalidVersion:
                continue
            if not parsed.is_prerelease and (version := self.find(name)):
                found.append((parsed, version))
        found.sort(key=lambda pair: pair[0], reverse=True)
        return [version for _, version in found]

    def find(self, name: str) -> Version | None:
        """Return a version; None if the template has no such version."""
        if not _VERSION.fullmatch(name):
            return None
        found = self.store.find_commit(f"{name}^{{commit}}")
        if found is None:
            return None
        return Version(name=name, commit=found.oid, time=found.time)

    def target(self, wanted: str = "") -> Version:
        """Return the version to bring projects to: the one wanted, else the newest."""
        releases = self.versions()
        known = ", ".join(version.name for version in releases[:5])
        if not wanted and releases:
            return releases[0]
        if not wanted:
            hint = "tag a commit of it, such as v1.0.0"
            raise RefitError(f"the template {self.url} has no release", hint)
        found = self.find(wanted)
        if found is None:
            raise RefitError(
                f"the template has no version {wanted}", f"it has: {known or 'none'}"
            )
        return found


def is_older(version: Version, other: Version) -> bool | None:
    """Return whether a version precedes another; None if the names do not tell."""
    from packaging.version import InvalidVersion, parse

    try:
        return parse(version.name) < parse(other.name)
    except InvalidVersion:
        return None
