"""A merge laid out for a person, in a private work tree, until it is finished."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from dr_refit.fleet.stopped import JobStopped
from dr_refit.git.checkout import Checkout
from dr_refit.process import on_terminal
from dr_refit.tree.write import create

if TYPE_CHECKING:
    from dr_refit.fleet.job import Job
    from dr_refit.fleet.session import Session
    from dr_refit.fleet.state import StateDir
    from dr_refit.fleet.template_merge import TemplateMerge


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenMerge:
    """A merge in progress: everything its commit needs but the tree."""

    repo: str
    head: str
    #: A commit whose change is brought here, on the base it was made from.
    theirs: str
    message: str
    #: The time of its commit, in seconds since 1970.
    time: int
    old: str
    new: str
    branch: str
    #: The path of the answers file.
    answers: str
    #: The paths that were in conflict.
    paths: tuple[str, ...]


class MergeSession:
    """The private work tree in which one repository is merged until it is done."""

    def __init__(self, session: Session, repo: str) -> None:
        folder = session.state.merges
        self.checkout = Checkout(session.store, os.path.join(folder, repo))
        self._about = os.path.join(folder, f"{repo}.json")

    def open(self) -> OpenMerge | None:
        """Return what is in progress; None where nothing is."""
        if not self.checkout.exists():
            return None
        try:
            with open(self._about, encoding="utf-8") as file:
                about: dict[str, Any] = json.load(file)
        except (OSError, ValueError):
            # Killed while it was made.
            return None
        self.checkout.relink()
        return OpenMerge(**about | {"paths": tuple(about["paths"])})

    def begin(self, job: Job[Any], change: TemplateMerge) -> OpenMerge:
        """Check out the merge, with what is known of it resolved already.

        Raises JobStopped where one is laid out: there is work in it.
        """
        if self.open():
            what = f"a merge is open in {self.checkout.folder}"
            how = f"{job.how('resolve')}, or give it up with --abort"
            raise JobStopped("blocked", f"{what}; {how}")
        self.drop()
        merge = OpenMerge(
            repo=job.repo.name,
            head=change.head.commit,
            theirs=change.merged.theirs,
            message=change.message(job.template.url),
            time=change.target.time,
            old=change.old,
            new=change.target.name,
            branch=change.target.branch,
            answers=change.answers,
            paths=tuple(conflict.path for conflict in change.merged.conflicts),
        )
        os.makedirs(os.path.dirname(self._about), exist_ok=True)
        self.checkout.create(merge.head)
        self.checkout.pick(merge.theirs, change.merged.stay_deleted)
        # Last: without it, what was laid out counts for nothing.
        create(self._about, json.dumps(asdict(merge)).encode())
        return merge

    def drop(self) -> bool:
        """Clear it away, whatever state it is in; return whether there was one."""
        known = os.path.exists(self._about)
        if known:
            os.unlink(self._about)
        if os.path.lexists(self.checkout.folder):
            if self.checkout.exists():
                self.checkout.remove()
            else:
                shutil.rmtree(self.checkout.folder)
        return known


def run_merge_tool(state: StateDir, repo: str) -> None:
    """Run the user's merge tool in the work tree, with the user's git config."""
    folder = os.path.join(state.merges, repo)
    if os.path.isdir(folder):
        on_terminal(["git", "mergetool"], folder=folder, environment=os.environ)
