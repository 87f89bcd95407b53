"""What a project was rendered from: a version as it was then, and the answers then."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from dr_refit.fleet import answers as answers_file
from dr_refit.fleet import stored
from dr_refit.fleet.renders import Project, found_in
from dr_refit.fleet.stopped import JobStopped
from dr_refit.fleet.template import Version
from dr_refit.git.known import remembered
from dr_refit.patterns import regex
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from dr_refit.fleet.answers import Answers
    from dr_refit.fleet.job import Job
    from dr_refit.fleet.repository import Head
    from dr_refit.fleet.session import Session
    from dr_refit.git.store import Store

#: The line in the message of a commit that says which commit of the template it brings.
TRAILER = "Template-Commit: "
_VERSION = regex(rb"^_commit:.*", re.MULTILINE)
_SAID = regex(rf"^{TRAILER}([0-9a-f]{{40,64}})$", re.MULTILINE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """What a project was rendered from."""

    version: Version
    #: As they were before a person changed the file.
    answers: Answers


def find_origin(
    job: Job[Any], session: Session, head: Head, answers: Answers
) -> Origin:
    """Return what a project was rendered from; stop where that is not known any more.

    A tag may have moved since, and a person may have changed the answers file.
    """
    mirror = session.mirror
    now = mirror.find(answers.version)
    version = now or Version(name=answers.version, commit="", time=0)
    how = job.how("adopt", "--base", "VERSION")
    ref = f"refs/origins/{job.repo.name}/{head.entries[answers.path].oid}"
    look = _History(job, session, head, answers, version)
    seen, then = mirror.store.find_commit(ref), session.store.find(ref)
    if seen is not None:
        known = _Known(seen.oid, then.data if then else answers.data)
    else:
        known = look.at_version()
    if not look.is_now(known):
        known = look.at_last_update() or known
    found = mirror.as_it_was(version, known.commit) if known.commit else None
    if found is None and now is None:
        what = f"{answers.path} says it is at {answers.version!r}"
        raise JobStopped("blocked", f"{what}: the template has no such version; {how}")
    if found is None:
        what = f"the tag {version.name} of the template has moved, and the commit that"
        raise JobStopped("blocked", f"{what} it was rendered from is gone; {how}")
    if seen is None or seen.oid != known.commit:
        mirror.store.set_ref(ref, known.commit)
    if known.answers != (then.data if then else answers.data):
        session.store.set_ref(ref, session.store.blob(known.answers))
    return Origin(version=found, answers=answers_file.read(answers.path, known.answers))


def as_rendered(job: Job[Any], session: Session, head: Head, origin: Origin) -> Project:
    """Return the project as it was rendered, its files stored as it has them."""
    store = session.store

    @cache
    def then() -> str:
        """Return the commit with which its version came."""
        written = ("-G^_commit:", head.commit, "--", origin.answers.path)
        return _found(store, *written) or head.commit

    return Project(
        name=job.repo.name,
        answers=origin.answers,
        defaults={},
        entries=stored.attributes(head.entries),
        find=found_in(store, then),
    )


def arrived(
    job: Job[Any], session: Session, head: Head, answers: Answers, version: Version
) -> None:
    """Remember that a project has all of a version, whatever its tag was before."""
    ref = f"refs/origins/{job.repo.name}/{head.entries[answers.path].oid}"
    session.mirror.store.set_ref(ref, version.commit)
    session.store.set_ref(ref, head.entries[answers.path].oid)


class Written(NamedTuple):
    """The commit that last wrote a file, and its day."""

    commit: str
    day: str


def last_written(job: Job[Any], store: Store, head: Head, path: str) -> Written:
    """Return the commit that last wrote a file of a project."""

    def found() -> str:
        return store.git.text("log", "-1", "--format=%H %cs", head.commit, "--", path)

    about = f"{head.commit} {path}"
    said = remembered(store.folder, f"{job.repo.name}/written", about, found)
    commit, _, day = said.partition(" ")
    return Written(commit, day)


def _found(store: Store, *search: str) -> str:
    """Return the last commit of a search; empty: there is none."""
    return store.git.text("log", "-1", "--format=%H", *search)


def _wrote_version(store: Store, commit: str, path: str) -> bool:
    """Return whether a commit surely changed the version in an answers file."""
    made = store.find_commit(commit)
    if made is None or len(made.parents) > 1:
        return False
    names = (commit, *made.parents)
    files = (store.find(f"{name}:{path}") for name in names)
    said = [tuple(_VERSION.findall(file.data)) if file else () for file in files]
    before = said[1] if made.parents else ()
    return said[0] != before


class _Known(NamedTuple):
    """The template's commit, and the content of the answers file, of an update."""

    commit: str
    answers: bytes


class _History(NamedTuple):
    """What the history of a project tells of its updates."""

    job: Job[Any]
    session: Session
    head: Head
    answers: Answers
    #: As its tag is now; without a commit: it has none any more.
    version: Version

    def is_now(self, known: _Known) -> bool:
        """Return whether nothing has changed since."""
        then = answers_file.read(self.answers.path, known.answers)
        same = then.canonical == self.answers.canonical
        return same and known.commit == self.version.commit

    def at_version(self) -> _Known:
        """Return what came with the commit that last wrote `_commit`."""
        store, path = self.session.store, self.answers.path
        last = last_written(self.job, store, self.head, path).commit
        if not _wrote_version(store, last, path):
            last = _found(store, "-G^_commit:", self.head.commit, "--", path)
        return self._told(last) or _Known(self.version.commit, self.answers.data)

    def at_last_update(self) -> _Known | None:
        """Return what came with the last update of ours; None: there was none."""
        by_us = (f"--grep=^{TRAILER}", self.head.commit)
        return self._told(_found(self.session.store, *by_us))

    def _told(self, commit: str) -> _Known | None:
        store, path = self.session.store, self.answers.path
        made, found = store.find_commit(commit), store.find(f"{commit}:{path}")
        if not (commit and made and found):
            return None
        if answers_file.read(path, found.data).version != self.version.name:
            return None
        said = _SAID.search(made.message)
        return _Known(said[1] if said else self.version.commit, found.data)
