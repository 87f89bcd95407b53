"""What a project was rendered from: a version as it was then, and the answers then."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dr_refit.fleet import answers as answers_file
from dr_refit.fleet.stopped import JobStopped

if TYPE_CHECKING:
    from dr_refit.fleet.answers import Answers
    from dr_refit.fleet.job import Job
    from dr_refit.fleet.repository import Head
    from dr_refit.fleet.session import Session
    from dr_refit.fleet.template import Version

#: The line in the message of a commit that says which commit of the template it brings.
TRAILER = "Template-Commit: "
_SAID = re.compile(rf"^{TRAILER}([0-9a-f]{{40,64}})$", re.MULTILINE)


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
    version = mirror.find(answers.version)
    how = job.how("adopt", "--base", "VERSION")
    if version is None:
        what = f"{answers.path} says it is at {answers.version!r}"
        raise JobStopped("blocked", f"{what}: the template has no such version; {how}")
    oid = head.entries[answers.path].oid
    ref = f"refs/origins/{job.repo.name}/{oid}"
    if seen := mirror.store.find_commit(ref):
        commit, then = seen.oid, session.store.find(ref)
        rendered = then.data if then else answers.data
    else:
        commit, rendered = _from_history(session, head, answers, version)
    before = answers_file.read(answers.path, rendered)
    found = mirror.as_it_was(version, commit)
    if found is None:
        what = f"the tag {version.name} of the template has moved, and the commit that"
        raise JobStopped("blocked", f"{what} it was rendered from is gone; {how}")
    if not seen:
        mirror.store.set_ref(ref, commit)
        if rendered != answers.data:
            session.store.set_ref(ref, session.store.blob(rendered))
    return Origin(version=found, answers=before)


def arrived(
    job: Job[Any], session: Session, head: Head, answers: Answers, version: Version
) -> None:
    """Remember that a project has all of a version, whatever its tag was before."""
    ref = f"refs/origins/{job.repo.name}/{head.entries[answers.path].oid}"
    session.mirror.store.set_ref(ref, version.commit)
    session.store.set_ref(ref, head.entries[answers.path].oid)


def _from_history(
    session: Session, head: Head, answers: Answers, version: Version
) -> tuple[str, bytes]:
    """Return the template's commit, and the answers, that a history tells of.

    They came with the commit that last wrote `_commit`; or, where that was an earlier
    commit of the same version or had other answers, with a later update of ours.
    """
    store = session.store
    log = ("log", "-1", "--format=%H%n%B")
    commit, rendered, since = version.commit, answers.data, ""
    last = ("-G^_commit:", head.commit, "--", answers.path)
    for search in (last, (f"--grep=^{TRAILER}", "SINCE..")):
        told = store.git.text(*log, *(w.replace("SINCE..", since) for w in search))
        made, _, message = told.partition("\n")
        found = store.find(f"{made}:{answers.path}") if made else None
        if found is not None:
            rendered, since = found.data, f"{made}..{head.commit}"
            said = _SAID.search(message)
            commit = said[1] if said else version.commit
        same = answers_file.read(answers.path, rendered).canonical == answers.canonical
        if not since or (same and commit == version.commit):
            break
    return commit, rendered
