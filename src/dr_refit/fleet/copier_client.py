"""The client of the process that renders templates."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version as installed
from typing import TYPE_CHECKING, Any

from dr_refit.errors import Problem
from dr_refit.fleet.copier_patches import CHECKED_AGAINST
from dr_refit.fleet.copier_process import SEED
from dr_refit.git.run import neutral
from dr_refit.process import ProgramError, Service
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: What the process may know of its surroundings.
_KEPT = ("PATH", "LANG", "LC_ALL", "TZ", "SYSTEMROOT")


#: What renders may have on the disk, clones of the template included: together, where
#: one has more than its share.
_FILES = 50_000
_BYTES = 1 << 30
_SHARE = 1 / 16
#: Seconds.
_LOOK_EVERY = 0.5


@cache
def installed_copier() -> str:
    """Return the version of Copier."""
    return installed("copier")


def _exceeds(share: float, *folders: str) -> bool:
    """Return whether folders have more than a share of the files or bytes allowed."""
    count = size = 0
    left = [*folders]
    while left:
        # What is at work there removes files, too.
        with suppress(OSError):
            for entry in os.scandir(left.pop()):
                if entry.is_dir(follow_symlinks=False):
                    left.append(entry.path)
                    continue
                count += 1
                with suppress(OSError):
                    size += entry.stat(follow_symlinks=False).st_size
    return count > share * _FILES or size > share * _BYTES


class RenderError(Problem):
    """A render of a template that failed, and why."""


class RenderTooLarge(RenderError):
    """A render that took too long, or made too much."""


class Beside(NamedTuple):
    """What a render depends on beside the answers."""

    #: Paths of another render, which this version's settings may match.
    paths: Sequence[str]
    #: Files of the project, and what time it is (NOW); None: it has none of that path.
    files: Mapping[str, str | None]


class MissingFiles(RenderError):
    """A render that is to be asked for again, with more files of the project."""

    def __init__(self, paths: Sequence[str]) -> None:
        super().__init__(f"the template reads {', '.join(paths)}")
        self.paths = paths


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """The outcome of a render that succeeded."""

    #: Version and source, as they are written into the answers file, and its path.
    version: str
    source: str
    answers_file: str
    #: What else there is to know, as JSON: fields of `Render`.
    about: Mapping[str, Any]


class Renderer:
    """Renders in a process of its own, started when first needed."""

    def __init__(
        self, folder: str, mirrors: Mapping[str, str], seconds: float, seed: str = ""
    ) -> None:
        #: Where the process lives: its home, its temporary files.
        self.folder = folder
        #: URL of a template -> the mirror to read in its place.
        self.mirrors = mirrors
        self.seconds = seconds
        #: What random values of templates begin with.
        self.seed = seed
        self._service: Service | None = None

    def render(
        self,
        url: str,
        ref: str,
        folder: str,
        *,
        answers_file: str,
        defaults: Mapping[str, Any],
        beside: Beside | None = None,
    ) -> Answer:
        """Render a version of a template into a folder that holds its answers file.

        Raises RenderError, or MissingFiles where it reads files of the project that it
        was not given; what is in the folder then is worth nothing.
        """
        question = {
            "url": url,
            "ref": ref,
            "folder": folder,
            "answers_file": answers_file,
            "defaults": dict(defaults),
            "beside": (beside or Beside((), {}))._asdict(),
        }
        about = self._ask(json.dumps(question).encode() + b"\n", folder)
        if "error" in about:
            raise RenderError(about["error"])
        if "missing" in about:
            raise MissingFiles(about["missing"])
        return Answer(
            version=about.pop("version") or "",
            source=about.pop("source"),
            answers_file=about.pop("answers_file"),
            about=about,
        )

    def close(self) -> None:
        """End the process."""
        if self._service is not None:
            self._service.end()
            self._service = None
            shutil.rmtree(self.folder, ignore_errors=True)

    def _ask(self, question: bytes, folder: str) -> dict[str, Any]:
        service = self._service or self._start()
        late = False
        try:
            service.ask(question)
            late = not self._has_answered(service, folder)
            line = b"" if late else service.answers.readline()
        except ProgramError:
            line = b""
        except BaseException:
            # Its answer, when it comes, would be taken for that of the next question.
            self.close()
            raise
        if late:
            self.close()
            slow = f"not rendered in {self.seconds:.0f} s: does the template loop?"
            raise RenderTooLarge(slow)
        if not line.endswith(b"\n"):
            self.close()
            raise RenderError("Copier died: the template takes too much time or memory")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _has_answered(self, service: Service, folder: str) -> bool:
        """Wait for an answer; False: there is none in time.

        Raises RenderTooLarge where what is rendered, or cloned for it, is too large,
        with what others have at the same time.
        """
        end = time.monotonic() + self.seconds
        while True:
            left = end - time.monotonic()
            answered = service.wait_for_answer(max(0, min(left, _LOOK_EVERY)))
            if _exceeds(_SHARE, folder, self.folder) and _exceeds(
                1, folder, os.path.dirname(self.folder)
            ):
                mebibytes = _BYTES >> 20
                raise RenderTooLarge(
                    f"the template makes more than {_FILES:,} files, or {mebibytes} MiB"
                )
            if answered or left <= 0:
                return answered

    def _start(self) -> Service:
        version = installed_copier()
        if version.split(".")[:2] != CHECKED_AGAINST.split(".")[:2]:
            known = CHECKED_AGAINST.rpartition(".")[0]
            raise RenderError(f"Copier {version} is unknown here: fleet needs {known}")
        shutil.rmtree(self.folder, ignore_errors=True)
        folders = {
            "HOME": self.folder,
            "XDG_CONFIG_HOME": os.path.join(self.folder, "config"),
            "TMPDIR": os.path.join(self.folder, "tmp"),
            "COPIER_CACHE_DIR": os.path.join(self.folder, "cache"),
        }
        for folder in folders.values():
            os.makedirs(folder, exist_ok=True)
        settings = {
            f"url.{mirror}.insteadOf": url for url, mirror in self.mirrors.items()
        } | {"safe.bareRepository": "explicit"}
        environment = {
            key: value
            for key, value in neutral(settings).items()
            if key in _KEPT or key.startswith("GIT_")
        }
        module = "dr_refit.fleet.copier_process"
        self._service = Service(
            # Neither the folder nor the variables of Python may decide what is run.
            [sys.executable, "-I", "-m", module, str(round(self.seconds))],
            environment=environment | folders | {SEED: self.seed},
            folder=self.folder,
        )
        return self._service
