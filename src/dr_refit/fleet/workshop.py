"""What one worker works with: store, mirror and renderer, kept from job to job."""

from __future__ import annotations

import json
import os
import re
import shutil
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from dr_refit.fleet import answers as answers_file
from dr_refit.fleet.copier_client import Answer, Renderer, RenderError
from dr_refit.fleet.paths import check_paths
from dr_refit.fleet.stopped import JobStopped
from dr_refit.fleet.store import Entry, Store
from dr_refit.fleet.template import Mirror, Version

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dr_refit.fleet.answers import Answers

#: Part of every key: raise it where the same question would be answered otherwise.
_FORMAT = 1
#: What Copier says of a question without a default that nobody has answered.
_UNANSWERED = re.compile(r'Question ".*" is required')


@dataclass(frozen=True, kw_only=True, slots=True)
class Render:
    """A version of the template, rendered for one project."""

    tree: str
    entries: Mapping[str, Entry]
    #: Of its paths and those asked for: what the template's settings match.
    skipped: frozenset[str]
    excluded: frozenset[str]
    #: The questions that were asked.
    questions: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Project:
    """For whom is rendered."""

    name: str
    answers: Answers
    #: Answers of last resort.
    defaults: Mapping[str, Any]


class Workshop:
    """Everything that outlives one job; belongs to one thread."""

    def __init__(self, home: str, url: str, seconds: float) -> None:
        self.home = home
        self.url = url
        self.store = Store(os.path.join(home, "store.git"))
        self.mirror = Mirror(home, url)
        self.renderer = Renderer(
            os.path.join(
                home, "tmp", f"renderer-{os.getpid()}-{threading.get_ident()}"
            ),
            self.mirror.substitutes,
            seconds,
        )

    @contextmanager
    def scratch(self, name: str) -> Iterator[str]:
        """Give an empty folder to one job, and remove it afterwards."""
        folder = os.path.join(self.home, "tmp", name)
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def close(self) -> None:
        """End the processes it has started."""
        self.renderer.close()
        self.store.close()
        self.mirror.store.close()

    def render(
        self,
        version: Version,
        project: Project,
        scratch: str,
        *,
        beside: Render | None = None,
    ) -> Render:
        """Render a version for a project, or remember it; JobStopped where it fails.

        `beside` is a render whose paths are matched against this version's settings.
        """
        ref = f"refs/renders/{self._key(version, project, beside)}"
        if (known := self._known(ref)) is not None:
            return known
        folder = os.path.join(scratch, "render", project.name)
        shutil.rmtree(folder, ignore_errors=True)
        place = os.path.join(folder, project.answers.path)
        os.makedirs(folder)
        if project.answers.data:
            with open(place, "wb") as file:
                file.write(project.answers.data)
        try:
            answer = self.renderer.render(
                self.url,
                version.name,
                folder,
                answers_file=project.answers.path,
                defaults=project.defaults,
                paths=list(beside.entries) if beside else (),
            )
        except RenderError as error:
            message = f"{version.name}: {error.message}"
            if _UNANSWERED.fullmatch(error.message):
                hint = f"answer it under answers of {project.name} in fleet.toml"
                raise JobStopped("blocked", message, hint) from error
            raise JobStopped("failed", message) from error
        check_paths(folder)
        self._check_answers(place, version, answer)
        tree = self.store.tree_of_folder(folder, os.path.join(scratch, "index"))
        about = {
            "skipped": sorted(answer.skipped),
            "excluded": sorted(answer.excluded),
            "questions": list(answer.questions),
        }
        self.store.set_ref(ref, self.store.commit(tree, message=json.dumps(about)))
        known = self._known(ref)
        assert known is not None
        return known

    def _known(self, ref: str) -> Render | None:
        commit = self.store.find(ref)
        if commit is None:
            return None
        head, _, message = commit.data.decode().partition("\n\n")
        tree = head.partition("\n")[0].removeprefix("tree ")
        about = json.loads(message)
        return Render(
            tree=tree,
            entries=self.store.entries(tree),
            skipped=frozenset(about["skipped"]),
            excluded=frozenset(about["excluded"]),
            questions=tuple(about["questions"]),
        )

    def _key(self, version: Version, project: Project, beside: Render | None) -> str:
        from importlib.metadata import version as installed

        parts = (
            _FORMAT,
            installed("copier"),
            self.url,
            version.name,
            version.commit,
            project.name,
            project.answers.path,
            project.answers.canonical,
            dict(project.defaults),
            beside.tree if beside else "",
        )
        written = json.dumps(parts, sort_keys=True, default=str)
        return sha256(written.encode()).hexdigest()

    def _check_answers(self, place: str, version: Version, answer: Answer) -> None:
        """Stop where the render speaks of another template, or of another version."""
        if not answer.version:
            message = (
                f"Copier takes {self.url} for a plain folder: write git+{self.url}"
            )
            raise JobStopped("failed", message)
        try:
            with open(place, "rb") as file:
                written = answers_file.read(os.path.basename(place), file.read())
        except OSError:
            message = f"{version.name} of the template writes no answers file"
            raise JobStopped("failed", message) from None
        found = self.mirror.find(written.version)
        if (
            written.source != self.url
            or found is None
            or found.commit != version.commit
        ):
            raise JobStopped(
                "failed",
                f"{version.name} of the template writes into the answers file that it"
                f" is {written.version} of {written.source}",
            )


_local = threading.local()
_homes: dict[str, str] = {}
_making = threading.Lock()


def _own_home(url: str) -> str:
    """Give this process's own folder, with a mirror of the template."""
    with _making:
        if url not in _homes:
            import atexit
            import tempfile

            home = tempfile.mkdtemp(prefix="fleet-")
            atexit.register(shutil.rmtree, home, ignore_errors=True)
            shop = Workshop(home, url, 0)
            shop.store.create()
            shop.mirror.refresh()
            _homes[url] = home
        return _homes[url]


def workshop(home: str, url: str, seconds: float) -> Workshop:
    """Give this thread's workshop, made when first asked for.

    Without a home, on a machine of a cluster, the process has one of its own.
    """
    home = home or _own_home(url)
    found: Workshop | None = getattr(_local, "workshop", None)
    if found is None or (found.home, found.url) != (home, url):
        if found is not None:
            found.close()
        _local.workshop = found = Workshop(home, url, seconds)
        # A worker of a pool ends by its own way, which knows no atexit.
        from multiprocessing.util import Finalize

        Finalize(None, found.close, exitpriority=1)
    return found
