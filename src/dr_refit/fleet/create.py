"""A new project from the template: rendered, committed, and part of the fleet."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dr_refit.errors import RefitError
from dr_refit.fleet import answers as answers_file
from dr_refit.fleet import manifest
from dr_refit.fleet.answers import Answers
from dr_refit.fleet.model import LAYERS, Repo
from dr_refit.fleet.renders import Project
from dr_refit.fleet.session import Session
from dr_refit.fleet.stopped import JobStopped
from dr_refit.git.run import Git, GitError, networked
from dr_refit.toml import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dr_refit.fleet.model import Fleet
    from dr_refit.fleet.renders import Render
    from dr_refit.fleet.state import StateDir
    from dr_refit.fleet.template import Version


@dataclass(frozen=True, kw_only=True, slots=True)
class NewProject:
    """The project that is wanted."""

    name: str
    #: Where it is to be (absolute).
    place: str
    #: Question -> answer.
    answers: Mapping[str, str] = field(default_factory=dict)


def create(
    fleet: Fleet, state: StateDir, wish: NewProject, *, seconds: float = 120.0
) -> str:
    """Make the project, and give the template version it has.

    It is made beside its place, and appears there whole. Raises RefitError, with
    nothing left behind.
    """
    if os.path.lexists(wish.place):
        raise RefitError(f"{wish.place} is there already", "choose another --path")
    if not os.path.isdir(os.path.dirname(wish.place)):
        hint = "make that folder first, or choose another --path"
        raise RefitError(f"there is no folder for {wish.place}", hint)
    manifest.add(fleet.path, Repo(name=wish.name, location=wish.place), dry=True)
    session = Session(state, fleet.template.url, seconds)
    folder, name = os.path.split(wish.place)
    beside = os.path.join(folder, f".{name}.fleet-new")
    try:
        session.store.create()
        session.mirror.refresh()
        version = session.mirror.target(fleet.template.version)
        with session.scratch(wish.name) as scratch:
            render = _rendered(session, fleet, wish, version, scratch)
            shutil.rmtree(beside, ignore_errors=True)
            os.mkdir(beside)
            _write(session, render, beside, os.path.join(scratch, "index"))
        _commit(beside, f"{wish.name} from its template at {version.name}")
        repo = Repo(name=wish.name, location=wish.place, layer=_layer(session, render))
        os.rename(beside, wish.place)
        try:
            manifest.add(fleet.path, repo)
        except BaseException:
            os.rename(wish.place, beside)
            raise
    except JobStopped as stop:
        hint = "answer with --data QUESTION=ANSWER"
        raise RefitError(stop.message, hint) from None
    except GitError as error:
        raise RefitError(error.message, error.hint or "look at what git says") from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)
        session.close()
    return version.name


def _rendered(
    session: Session, fleet: Fleet, wish: NewProject, version: Version, scratch: str
) -> Render:
    given = {**fleet.answers, **wish.answers, "project_name": wish.name}
    project = Project(name=wish.name, answers=Answers(), defaults=given)
    render = session.renders.get(version, project, scratch)
    for question in wish.answers:
        if question not in render.questions:
            # Not there, or not asked with these answers.
            hint = nearest(question, render.questions)
            raise RefitError(f"{version.name} does not ask {question}", hint)
    return render


def _layer(session: Session, render: Render) -> str:
    """Give the answer to the question `layer`; empty: none of ours."""
    answers = answers_file.find(session.store, render.entries)
    layer = str(answers.values.get("layer", "")) if answers else ""
    return layer if layer in LAYERS else ""


def _write(session: Session, render: Render, folder: str, index: str) -> None:
    git = session.store.git
    git("read-tree", render.tree, GIT_INDEX_FILE=index)
    git("checkout-index", "--all", GIT_INDEX_FILE=index, GIT_WORK_TREE=folder)


def _commit(folder: str, message: str) -> None:
    """Make a repository of a folder; the commit is the user's own."""
    place = os.path.join(folder, ".git")
    user = Git(folder=place, environment=networked())
    branch = user.text("config", "--get", "init.defaultBranch", good=(0, 1)) or "main"
    git = Git(folder=place)
    git("init", "--quiet", f"--initial-branch={branch}")
    git("-C", folder, "add", "--all", "--force", "--", ".", GIT_WORK_TREE=folder)
    command = ("commit", "--quiet", "--no-verify", "-m", message)
    try:
        user("-C", folder, *command, GIT_WORK_TREE=folder)
    except GitError as error:
        hint = "git config --global user.name NAME, and user.email ADDRESS"
        raise RefitError(f"no first commit: {error.message}", hint) from None
