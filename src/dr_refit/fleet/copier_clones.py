"""Clones of templates that are kept, and what is known of them: none ever changes."""

from __future__ import annotations

import os
import shutil
import tempfile
from copy import deepcopy
from functools import cache
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

#: How the folders begin in which versions of templates are kept.
CLONE: Final = "kept-clone-"
#: How many versions of templates are kept, cloned and checked out.
_KEPT = 4
#: URL and version -> the clone; those used last come last.
_clones: dict[tuple[str, str], str] = {}
#: Clone -> what is known of it.
_known: dict[str, dict[Any, Any]] = {}


def once(clone: str, question: Any, ask: Callable[[], Any]) -> Any:
    """Return what is asked of a folder; of a clone that is kept, ask once."""
    known = _known.get(clone)
    if known is None:
        return ask()
    if question not in known:
        known[question] = ask()
    return known[question]


def keep(templates: Any, loader: Any) -> None:
    """Keep clones, and what git, the settings and the sources in them say.

    `templates` is Copier's module of templates, `loader` what reads sources for Jinja.
    """
    clone, kind, read = templates.clone, templates.Template, loader.get_source

    def clone_(url: str, ref: str = "HEAD", location: str | None = None) -> str:
        if ref == "HEAD":
            return str(clone(url, ref, location))
        key = (url, ref)
        if key not in _clones:
            folder = os.path.realpath(tempfile.mkdtemp(prefix=CLONE))
            _clones[key] = clone(url, ref, folder)
            _join_submodules(folder)
            _known[_clones[key]] = {}
        _clones[key] = _clones.pop(key)
        if len(_clones) > _KEPT:
            old = _clones.pop(next(iter(_clones)))
            del _known[old]
            shutil.rmtree(old, ignore_errors=True)
        return _clones[key]

    def get_source(self: Any, environment: Any, name: str) -> Any:
        (folder,) = self.searchpath
        return once(folder, name, lambda: read(self, environment, name))

    def remembered(name: str) -> property:
        ask = kind.__dict__[name].func
        return property(
            lambda self: once(str(self.local_abspath), (kind, name), lambda: ask(self))
        )

    for name in ("commit", "commit_hash", "git_index_modes"):
        setattr(kind, name, remembered(name))
    settings: Any = remembered("_raw_config").fget
    # Copier writes into what it reads.
    kind._raw_config = property(lambda self: deepcopy(settings(self)))  # noqa: SLF001
    templates.clone = clone_
    templates.get_repo = cache(templates.get_repo)
    loader.get_source = get_source


def _join_submodules(folder: str) -> None:
    """Make the submodules of a clone plain folders of it."""
    for here, _, names in os.walk(folder):
        # That of the clone itself is a folder.
        if ".git" in names and here != folder:
            os.unlink(os.path.join(here, ".git"))
