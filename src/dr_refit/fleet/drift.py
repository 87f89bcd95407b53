"""What of a template's files a project has changed."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dr_refit.fleet.model import Drift
from dr_refit.fleet.stored import ignored, with_line_ends
from dr_refit.git.known import remembered

if TYPE_CHECKING:
    from dr_refit.fleet.job import Job
    from dr_refit.fleet.renders import Render
    from dr_refit.fleet.repository import Head
    from dr_refit.git.store import Store


def drift_of(
    job: Job[Any], store: Store, base: Render, head: Head
) -> tuple[Drift, ...]:
    """Compare the template's paths; those it makes only once are the project's.

    In a checkout, where there is one, more may be ignored than is committed.
    """
    entries, _ = with_line_ends(store, head.entries, base.entries, {})
    absent = ignored(store, head.entries, base.entries, job.checkout)
    found = []
    for path, entry in sorted(entries.items()):
        here = head.entries.get(path)
        if path == base.answers or path in base.skipped | absent or here == entry:
            continue
        owned = path in base.owned
        if here is None:
            found.append(Drift(path=path, kind="deleted", owned=owned))
        elif here.oid == entry.oid:
            found.append(Drift(path=path, kind="mode", owned=owned))
        else:
            found.append(Drift(path=path, kind="changed", owned=owned))
    if not any(drift.kind == "changed" for drift in found):
        return tuple(found)

    def counted() -> str:
        return json.dumps(store.count_changed_lines(base.tree, head.tree, status="MT"))

    trees = f"{base.tree} {head.tree}"
    lines = json.loads(
        remembered(store.folder, f"{job.repo.name}/lines", trees, counted)
    )
    return tuple(
        replace(drift, added=added, removed=removed)
        for drift in found
        for added, removed in [lines.get(drift.path) or (0, 0)]
    )
