"""What one worker works with: store, mirror and renders, kept from job to job."""

from __future__ import annotations

import os
import shutil
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from dr_refit.errors import Problem
from dr_refit.fleet.copier_client import Renderer
from dr_refit.fleet.journal import Journal
from dr_refit.fleet.renders import RenderCache
from dr_refit.fleet.template import Mirror
from dr_refit.git.publish import present
from dr_refit.git.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.fleet.model import Template
    from dr_refit.fleet.state import StateDir
    from dr_refit.git.publish import Published


class Session:
    """Everything that outlives one job; belongs to one thread."""

    def __init__(self, state: StateDir, template: Template, seconds: float) -> None:
        self.state = state
        self.store = Store(state.store, seconds)
        self.mirror = Mirror(state, template, seconds)
        own = f"renderer-{os.getpid()}-{threading.get_ident()}"
        self._renderer = Renderer(
            os.path.join(state.tmp, own),
            self.mirror.substitutes,
            seconds,
            state.seed(),
        )
        #: What the job at work has published, or is about to.
        self.announced: list[Published] = []
        self.renders = RenderCache(self.store, self.mirror, self._renderer)

    @contextmanager
    def scratch(self, name: str) -> Iterator[str]:
        """Return an empty folder for one job, and remove it afterwards."""
        folder = os.path.join(self.state.tmp, name)
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def publishing(
        self, run: str, repo: str, published: Published, location: str
    ) -> Iterator[None]:
        """Write down what is about to be seen; take it back where that surely failed.

        `location` is where it is to be, with all that its address needs.
        """
        journal = Journal(self.state.journal.path, run=run)
        journal.publishing(repo, published)
        self.announced.append(published)
        try:
            yield
        except Problem:
            # Where nobody answers now, it may have arrived.
            with suppress(Problem):
                if present(self.store, location, published.ref) != published.new:
                    journal.taken_back(run, published)
                    self.announced.remove(published)
            raise

    def close(self) -> None:
        """End the processes it has started."""
        self._renderer.close()
        self.store.close()
        self.mirror.store.close()
