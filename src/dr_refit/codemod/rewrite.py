"""One file, from its bytes to its new bytes: document, facts, rules, edits, proof."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NamedTuple

from dr_refit.codemod.formats import read
from dr_refit.codemod.fragment import Names, rewrite_fragment
from dr_refit.codemod.rules.model import NoProject
from dr_refit.errors import FileRefused
from dr_refit.findings import Code, Finding

if TYPE_CHECKING:
    from dr_refit.codemod.document import Document
    from dr_refit.codemod.rules.model import Project
    from dr_refit.migration.resolution import Moved
    from dr_refit.migration.table import MoveTable


#: How deep a tree may be walked; a chain of 500 `elif` takes some 4 frames each.
_DEPTH = 20_000


class Rewritten(NamedTuple):
    """The new bytes, or None where nothing changes, and what there is to say."""

    data: bytes | None = None
    findings: tuple[Finding, ...] = ()
    moved: tuple[Moved, ...] = ()
    #: Top-level packages with rules that it still imports.
    imported: frozenset[str] = frozenset()
    #: Names that imports bound, and bind no more.
    lost: frozenset[str] = frozenset()


def rewrite(
    data: bytes,
    table: MoveTable,
    *,
    path: str = "<string>.py",
    package: str = "",
    module: str = "",
    project: Project | None = None,
) -> Rewritten:
    """Rewrite one file.

    `package` and `module` are its dotted names where known.
    """
    # Frames of Python need no C stack; `ast.parse` refuses what is too deep for it.
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, _DEPTH))
    try:
        document = read(path, data)
        names = Names(package, module)
        return _rewrite(document, names, project or NoProject(), table)
    except RecursionError:
        error = FileRefused(Code.TOO_LARGE, "nested too deeply: exclude the file")
        return Rewritten(findings=(error.finding,))
    except FileRefused as error:
        return Rewritten(findings=(error.finding,))
    finally:
        sys.setrecursionlimit(limit)


def _rewrite(
    document: Document, names: Names, project: Project, table: MoveTable
) -> Rewritten:
    # Outside of a package a file is a module of its own name.
    module = names.module or os.path.basename(document.path).partition(".")[0]
    view = table.seen_from(
        module,
        is_package=names.module == names.package != "",
        script="" if names.package else document.path,
    )
    parts = {
        fragment: rewrite_fragment(fragment, names, project, view)
        for fragment in document.fragments
    }
    findings = [*document.findings]
    for fragment, part in parts.items():
        for found in part.findings:
            position = document.position(fragment, found.position)
            findings.append(found._replace(position=position))
    data = None
    if not any(part.refused for part in parts.values()):
        try:
            data = document.apply({f: p.proposal.edits for f, p in parts.items()})
        except FileRefused as error:
            findings.append(error.finding)
    changed = data is not None and data != document.data
    proposals = [part.proposal for part in parts.values()]
    return Rewritten(
        data=data if changed else None,
        findings=tuple(sorted(findings, key=Finding.order)),
        moved=tuple(one for each in proposals for one in each.moved),
        imported=frozenset().union(*(each.imported for each in proposals)),
        lost=frozenset().union(*(part.lost for part in parts.values())),
    )
