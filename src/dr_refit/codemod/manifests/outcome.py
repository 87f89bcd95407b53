"""What becomes of one manifest: its rewrite, and what there is to say of it."""

from __future__ import annotations

import os
from codecs import BOM_UTF8
from typing import TYPE_CHECKING

from dr_refit.codemod.result import FileResult
from dr_refit.codes import Code
from dr_refit.findings import Finding, Position
from dr_refit.manifests import locks, requirements
from dr_refit.manifests.names import distribution
from dr_refit.records import NamedTuple
from dr_refit.tree.model import ancestors
from dr_refit.tree.splices import rewrite_between

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from dr_refit.codemod.result import Need
    from dr_refit.manifests.listings import Listing
    from dr_refit.project.survey import Project
    from dr_refit.tree.model import Rewrite


class Outcome(NamedTuple):
    """The rewrite and the result of a file, as far as there are any."""

    rewrite: Rewrite | None = None
    result: FileResult | None = None


def outcome(
    project: Project,
    path: str,
    old: bytes,
    text: str | None,
    findings: Iterable[Finding],
    before: Rewrite | None,
) -> Outcome:
    """Return what becomes of a file that has a text now; None: it was left alone.

    `before`: what is rewritten in it beside.
    """
    was = before.of(old) if before else old
    encoding = "utf-8-sig" if old.startswith(BOM_UTF8) else "utf-8"
    new = was if text is None else text.encode(encoding)
    ignored = project.ignored(path)
    said = tuple(
        one._replace(kind="manifests")
        for one in sorted(dict.fromkeys(findings), key=Finding.order)
        if one.code not in ignored
    )
    changed = new != was
    result = FileResult(
        path=path,
        changed=changed,
        findings=said,
        kinds=frozenset({"manifests"} if changed else ()),
    )
    return Outcome(
        rewrite_between(path, old, new) if changed else None,
        result if said or (changed and before is None) else None,
    )


def locked(
    text: str, listing: Listing, gone: Collection[str], write: str
) -> Iterator[Finding]:
    """Yield what to write where lines have hashes, or a program writes them all."""
    for index, one in enumerate(listing.texts(text)):
        if distribution(one) in gone:
            message = f"{one} has hashes, or is compiled: {write}, and lock again"
            position = Position(line=listing.line(text, index))
            yield Finding(
                code=Code.REQUIREMENT_LEFT, message=message, position=position
            )


def to_write(needs: Iterable[Need], gone: Mapping[str, str]) -> str:
    """Say what to write by hand."""
    new = requirements.merge({need.requirement for need in needs}, "")
    old = ", ".join(sorted({*gone.values()}))
    if not new:
        return f"delete {old}"
    return f"write {', '.join(new)}" + (f" instead of {old}" if old else "")


def lock_commands(
    project: Project, outcomes: Iterable[Outcome], texts: Iterable[str]
) -> tuple[str, ...]:
    """Return what writes the lock files again, near the manifests that changed."""
    tree = project.tree
    here, top = tree.resolve(""), tree.resolve(project.root)
    changed = [one.rewrite.path for one in outcomes if one.rewrite]
    commands = {}
    for path in changed:
        for folder in ancestors(tree, os.path.dirname(path)):
            for name, command in locks.COMMANDS.items():
                if tree.kind(os.path.join(folder, name)) == "file":
                    below = os.path.relpath(folder or ".", here or ".")
                    within = f"(cd {below} && {command})"
                    commands[folder, name] = command if below == "." else within
            if folder == top:
                break
    compiled = [locks.compiled_by(text) for text in texts if changed]
    return tuple(sorted({*commands.values(), *filter(None, compiled)}))
