"""The template that comes with dr-refit, and how it stands in for its repository."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Final

from dr_refit import __version__, files
from dr_refit.errors import RefitError
from dr_refit.fleet.template import same_repository
from dr_refit.git.objects import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.fleet.template import Mirror
    from dr_refit.git.store import Store

#: Where it is developed, and where updates come from.
URL: Final = "https://github.com/drothermel/dr-refit"


def folder(kind: str) -> str:
    """Return the folder to give to `copier copy`, for a project or an application."""
    return files.shipped(f"templates/{kind}")


def refresh(mirror: Mirror) -> str:
    """Fetch a template; return why what came with dr-refit stands in; empty: it is not.

    Raises RefitError where it cannot be fetched, and nothing stands in.
    """
    try:
        mirror.refresh()
    except RefitError as error:
        if not _stands_in(mirror):
            raise
        return error.message
    return ""


def _stands_in(mirror: Mirror) -> bool:
    """Make what came with dr-refit the only release of a mirror that has none yet.

    Return whether it is: not for the template of somebody else, nor where more of ours
    is known.
    """
    if not same_repository(mirror.url, URL):
        return False
    if known := [version.name for version in mirror.versions()]:
        return known == [f"v{__version__}"]
    store = mirror.store
    entries = {path: _entry(store, files.shipped(path)) for path in _paths()}
    tree = store.tree(entries, os.path.join(store.folder, "shipped"))
    commit = store.commit(tree, message=f"v{__version__}\n")
    store.set_ref(f"refs/tags/v{__version__}", commit)
    return True


def _paths() -> Iterator[str]:
    yield "copier.yml"
    templates = files.shipped("templates")
    for above, _, names in os.walk(templates):
        for name in names:
            inside = os.path.relpath(os.path.join(above, name), templates)
            yield os.path.join("templates", inside)


def _entry(store: Store, path: str) -> Entry:
    with open(path, "rb") as file:
        program = os.fstat(file.fileno()).st_mode & stat.S_IXUSR
        return Entry("100755" if program else "100644", store.blob(file.read()))
