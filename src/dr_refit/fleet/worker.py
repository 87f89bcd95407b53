"""The sessions of a process: one per thread, made when first asked for."""

from __future__ import annotations

import shutil
import threading
from typing import TYPE_CHECKING

from dr_refit.fleet.session import Session
from dr_refit.fleet.state import StateDir

if TYPE_CHECKING:
    from dr_refit.fleet.model import Template

_local = threading.local()
#: Template -> the state of this process alone, on a machine of a cluster.
_own: dict[Template, StateDir] = {}
_making = threading.Lock()


def session(folder: str, template: Template, seconds: float) -> Session:
    """Return this thread's session, with the state in a folder.

    Without a folder, on a machine of a cluster, the process has a state of its own.
    """
    state = StateDir(folder) if folder else _own_state(template, seconds)
    sessions: dict[tuple[str, str], Session]
    sessions = _local.__dict__.setdefault("sessions", {})
    key = (state.folder, template.url)
    found = sessions.get(key)
    if found is None:
        sessions[key] = found = Session(state, template, seconds)
        # A worker of a pool ends by its own way, which knows no atexit.
        from multiprocessing.util import Finalize

        Finalize(None, found.close, exitpriority=1)
    return found


def _own_state(template: Template, seconds: float) -> StateDir:
    """Return this process's own state, with a mirror of the template."""
    with _making:
        if template not in _own:
            import atexit
            import tempfile

            folder = tempfile.mkdtemp(prefix="fleet-")
            atexit.register(shutil.rmtree, folder, ignore_errors=True)
            state = StateDir(folder)
            first = Session(state, template, seconds)
            first.store.create()
            first.mirror.refresh()
            _own[template] = state
        return _own[template]
