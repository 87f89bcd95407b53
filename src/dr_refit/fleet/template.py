"""The template's repository: a mirror of it, and the versions it has."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from dr_refit.errors import RefitError
from dr_refit.git.fetch import fetch_into
from dr_refit.git.run import GitError
from dr_refit.git.store import Store
from dr_refit.patterns import regex

if TYPE_CHECKING:
    from dr_refit.fleet.model import Template
    from dr_refit.fleet.state import StateDir

#: Branches are called `template/<version>`.
PREFIX = "template"
#: What may stand for a version beside any tag: `git describe` of a commit, or a hash.
_VERSION = regex(r"v?\d+(\.\d+)*[A-Za-z0-9.+_-]*|\S+-g[0-9a-f]+|[0-9a-f]{7,64}")
#: What git does not read as a way from one commit to another.
_NAME = regex(r"(?![-./])(?!.*(\.\.|//|@\{|\.lock(/|$)))[\w./+@-]+(?<![./])")
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


def same_repository(url: str, other: str) -> bool:
    """Return whether two addresses lead to one repository, by whatever protocol."""
    return _repository(url) == _repository(other)


def _repository(url: str) -> str:
    """Return host and path of a URL, without who asks for it; or a folder."""
    # git@host:path, https://someone:secret@host/path, ssh://git@host/path …
    found = re.fullmatch(
        r"(?:(?:https?|ssh|git)://)?(?:[^/@\s]+@)?([\w.-]+)(?::\d+)?[:/]+(.*)",
        git_url(url),
    )
    if found is None or url.startswith("/"):
        return url.rstrip("/")
    host, path = found[1].lower(), found[2].rstrip("/").removesuffix(".git")
    # These take an owner and a name in capitals for the same.
    return f"{host}/{path.lower() if f'https://{host}/' in _HOSTS else path}"


def leads_to(template: Template, address: str) -> bool:
    """Return whether an address, of an answers file, is that of a template."""
    sources = (template.url, *template.aliases)
    return any(same_repository(address, source) for source in sources)


class Mirror:
    """A bare copy of a template, from which every render reads."""

    def __init__(self, state: StateDir, template: Template, seconds: float) -> None:
        self.url = template.url
        name = sha256(self.url.encode()).hexdigest()[:16]
        self.store = Store(state.mirror(name), seconds)

    @property
    def substitutes(self) -> dict[str, str]:
        """Map the URL to the mirror, for git; a path is read where it is."""
        url = git_url(self.url)
        return {} if os.path.isabs(url) else {url: self.store.folder}

    def refresh(self) -> None:
        """Fetch the template; nothing else asks its host."""
        self.store.create()
        kinds = ("heads", "tags")
        try:
            refs = [f"+refs/{kind}/*:refs/{kind}/*" for kind in kinds]
            fetch_into(self.store, git_url(self.url), refs)
        except GitError as error:
            raise RefitError(
                f"the template {self.url} cannot be fetched: {error.message}",
                error.hint or "check the url in fleet.toml, and the network",
            ) from error

    def versions(self) -> list[Version]:
        """List the releases, the newest first; what is no PEP 440 version is none."""
        found = []
        for name in self._tags():
            parsed = _parsed(name)
            if parsed is None or parsed.is_prerelease:
                continue
            if version := self.find(name):
                found.append((parsed, version))
        # v2.0.0 stays where it is, v2 beside it may move on to v2.1.0.
        found.sort(key=lambda pair: (pair[0], len(pair[0].release)), reverse=True)
        return [version for _, version in found]

    def find(self, name: str) -> Version | None:
        """Return a version; None if the template has no such version."""
        if not _NAME.fullmatch(name):
            return None
        found = self.store.find_commit(f"refs/tags/{name}^{{commit}}")
        if found is None and _VERSION.fullmatch(name):
            found = self.store.find_commit(f"{name}^{{commit}}")
        if found is not None:
            return Version(name=name, commit=found.oid, time=found.time)
        # 1.0.0 where the tag is v1.0.0.
        same = [tag for tag in self._tags() if _is_same(tag, name)]
        return self.find(same[0]) if len(same) == 1 and same != [name] else None

    def _tags(self) -> list[str]:
        names = self.store.git.text("for-each-ref", "--format=%(refname)", "refs/tags/")
        return [ref.removeprefix("refs/tags/") for ref in names.splitlines()]

    def as_it_was(self, version: Version, commit: str) -> Version | None:
        """Return a version as it was before its tag moved; None if that is gone."""
        found = self.store.find_commit(commit)
        if found is None:
            return None
        return replace(version, commit=found.oid, time=found.time)

    def target(self, wanted: str = "") -> Version:
        """Return the version to bring projects to: the one wanted, else the newest."""
        releases = self.versions()
        known = ", ".join(version.name for version in releases[:5])
        if not wanted and releases:
            return releases[0]
        tags = self.store.git.text(
            *("for-each-ref", "--sort=-creatordate", "--count=5"),
            *("--format=%(refname:lstrip=2)", "refs/tags/"),
        )
        known = known or ", ".join(tags.split())
        if not wanted:
            hint = (
                f"choose one of its tags by --to, or by version in fleet.toml: {known}"
                if known
                else "tag a commit of it, such as v1.0.0, or name one by its hash"
            )
            raise RefitError(f"the template {self.url} has no release", hint)
        found = self.find(wanted)
        if found is None:
            raise RefitError(
                f"the template has no version {wanted}", f"it has: {known or 'none'}"
            )
        return found


def is_older(version: str, other: str) -> bool | None:
    """Return whether a version precedes another; None if the names do not tell."""
    parsed = _parsed(version), _parsed(other)
    return None if None in parsed else parsed[0] < parsed[1]


def _is_same(version: str, other: str) -> bool:
    """Return whether two names are of one version, v1.0.0 and 1.0.0."""
    parsed = _parsed(version)
    return parsed is not None and parsed == _parsed(other)


def _parsed(version: str) -> Any:
    """Return a version that can be compared; None: the name tells none."""
    from packaging.version import InvalidVersion, parse

    try:
        return parse(version)
    except InvalidVersion:
        return None
