"""A new project from the template: rendered, committed, and part of the fleet."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from dr_refit.errors import RefitError
from dr_refit.fleet import answers as answers_file
from dr_refit.fleet import manifest, shipped
from dr_refit.fleet.answers import Answers
from dr_refit.fleet.model import Repo
from dr_refit.fleet.renders import Project
from dr_refit.fleet.session import Session
from dr_refit.fleet.stopped import JobStopped
from dr_refit.fleet.template import same_repository
from dr_refit.git.run import Git, GitError, networked
from dr_refit.toml import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dr_refit.fleet.model import Fleet, Template
    from dr_refit.fleet.renders import Render
    from dr_refit.fleet.state import StateDir
    from dr_refit.fleet.template import Version

#: What to do where a project is to be.
_THERE = "choose another --path, or run: fleet add PATH"


@dataclass(frozen=True, kw_only=True, slots=True)
class NewProject:
    """The project that is wanted."""

    name: str
    #: Where it is to be (absolute).
    path: str
    #: Question -> answer.
    answers: Mapping[str, str] = field(default_factory=dict)
    #: The name of its template; empty: that of the fleet.
    template: str = ""


def create(fleet: Fleet, state: StateDir, wanted: NewProject, *, seconds: float) -> str:
    """Make the project, and return the template version it has, and why that one.

    It is made beside its path, and appears there whole: one that the fleet has at this
    path already, as it is listed. Raises RefitError, with nothing left behind.
    """
    if os.path.lexists(wanted.path):
        raise RefitError(f"{wanted.path} is there already", _THERE)
    if not os.path.isdir(os.path.dirname(wanted.path)):
        hint = "make that folder first, or choose another --path"
        raise RefitError(f"there is no folder for {wanted.path}", hint)
    repo = Repo(name=wanted.name, location=wanted.path, template=wanted.template)
    listed = next((one for one in fleet.repositories if _is_listed(repo, one)), None)
    template = _template(fleet, (listed or repo).template)
    if listed is None:
        manifest.add(fleet.path, repo, dry=True)
    else:
        repo = listed
    session = Session(state, template, seconds)
    folder, name = os.path.split(wanted.path)
    beside = os.path.join(folder, f".{name}.fleet-new")
    try:
        session.store.create()
        why = shipped.refresh(session.mirror)
        version = session.mirror.target(repo.version or template.version)
        with session.scratch(wanted.name) as scratch:
            placed = {"layer": repo.layer} if repo.layer else {}
            answers = {**fleet.answers, **template.answers, **placed, **repo.answers}
            render = _rendered(session, answers, wanted, version, scratch)
            shutil.rmtree(beside, ignore_errors=True)
            os.mkdir(beside)
            _write(session, render, beside, os.path.join(scratch, "index"))
        _commit(beside, f"{wanted.name} from its template at {version.name}")
        # Listed first: where a run is killed in between, the next one makes it so.
        if listed is None:
            layer = _layer(session, render, fleet)
            manifest.add(fleet.path, replace(repo, layer=layer))
        os.rename(beside, wanted.path)
    except JobStopped as stop:
        hint = "answer with --data QUESTION=ANSWER"
        raise RefitError(stop.message, hint) from None
    except GitError as error:
        raise RefitError(error.message, error.hint or "look at what git says") from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)
        session.close()
    return version.name + (f", which came with dr-refit: {why}" if why else "")


def _is_listed(wanted: Repo, other: Repo) -> bool:
    same_template = wanted.template in {"", other.template}
    same = wanted.name == other.name and wanted.location == other.location
    return same and same_template


def _template(fleet: Fleet, name: str) -> Template:
    """Return the template of a name. Raises RefitError: there is none of it."""
    if not name and not fleet.template.name:
        return fleet.template
    if name in fleet.named:
        return fleet.named[name]
    names = ", ".join(fleet.named)
    hint = (
        f"there are: {names}" if names else f"write [template.{name}] into fleet.toml"
    )
    if not names and same_repository(fleet.template.url, shipped.URL):
        hint = f'{hint}, and below it: answers = {{ kind = "{name}" }}'
    what = f"there is no template {name}" if name else "--template is missing"
    raise RefitError(what, hint)


def _rendered(
    session: Session,
    answers: Mapping[str, Any],
    wanted: NewProject,
    version: Version,
    scratch: str,
) -> Render:
    given = {**answers, **wanted.answers, "project_name": wanted.name}
    project = Project(name=wanted.name, answers=Answers(path=""), defaults=given)
    render = session.renders.get(version, project, scratch)
    for question in wanted.answers:
        if question not in render.questions:
            # Not there, or not asked with these answers.
            hint = nearest(question, render.questions)
            raise RefitError(f"{version.name} does not ask {question}", hint)
    return render


def _layer(session: Session, render: Render, fleet: Fleet) -> str:
    """Return the answer to the question `layer`; empty: none of ours."""
    data = session.store.content(render.entries[render.answers].oid)
    layer = str(answers_file.read(render.answers, data).values.get("layer", ""))
    return layer if layer in fleet.layers else ""


def _write(session: Session, render: Render, folder: str, index: str) -> None:
    git = session.store.git
    git("read-tree", render.tree, GIT_INDEX_FILE=index)
    git("checkout-index", "--all", GIT_INDEX_FILE=index, GIT_WORK_TREE=folder)


def _commit(folder: str, message: str) -> None:
    """Make a repository of a folder; the commit is the user's own."""
    inside = os.path.join(folder, ".git")
    user = Git(folder=inside, environment=networked())
    branch = user.text("config", "--get", "init.defaultBranch", good=(0, 1)) or "main"
    git = Git(folder=inside)
    git("init", "--quiet", f"--initial-branch={branch}")
    user("-C", folder, "add", "--all", "--", ".", GIT_WORK_TREE=folder)
    command = ("commit", "--quiet", "--no-verify", "-m", message)
    try:
        user("-C", folder, *command, GIT_WORK_TREE=folder)
    except GitError as error:
        raise RefitError(f"no first commit: {error.message}", error.hint) from None
