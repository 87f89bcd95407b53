"""Files that share the objects of a class: they change together, or not at all.

The old class and the new one would live side by side, and neither takes the other's
instances.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dr_refit.codemod.result import FileResult
from dr_refit.codes import Code
from dr_refit.findings import Finding
from dr_refit.names import leaf, root

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dr_refit.codemod.prove import Prover
    from dr_refit.codemod.result import Proved


def together(prover: Prover, proved: Mapping[str, Proved]) -> dict[str, Proved]:
    """Withdraw the changes of files that share a class with one that was left alone."""
    failed = [path for path, one in proved.items() if one.failed]
    settled = dict(proved)
    for name in prover.table.index.identities if failed else ():
        left = next(iter(_holding(prover, failed, name)), None)
        changed = [path for path, one in settled.items() if one.rewrite]
        for path in _holding(prover, changed, name) if left is not None else ():
            message = f"{name} is shared with {left}, which was left alone: both stay"
            settled[path] = _withdrawn(path, settled[path], message)
    return settled


def _withdrawn(path: str, one: Proved, message: str) -> Proved:
    finding = Finding(code=Code.TAKEN_ELSEWHERE, message=message)
    result = FileResult(path=path, findings=(finding,), left=one.mentioned)
    return one._replace(result=result, rewrite=None, lost=frozenset())


def _holding(prover: Prover, paths: Iterable[str], name: str) -> list[str]:
    """Return the files in whose bytes a class, and its package, are named."""
    words = [
        re.compile(rb"(?<!\w)" + re.escape(word.encode()) + rb"(?!\w)")
        for word in (leaf(name), root(name))
    ]
    found = []
    for path in paths:
        try:
            data = prover.project.tree.read(path)
        except OSError:
            continue
        if all(word.search(data) for word in words):
            found.append(path)
    return found
