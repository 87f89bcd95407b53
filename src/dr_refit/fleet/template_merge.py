"""A template version merged into a repository's head."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dr_refit.fleet import stored
from dr_refit.fleet.model import RepoResult
from dr_refit.fleet.origin import TRAILER
from dr_refit.fleet.stopped import JobStopped
from dr_refit.fleet.stored import attributes as attributes_of
from dr_refit.fleet.stored import with_line_ends
from dr_refit.git.checkout import Checkout, has_resolutions
from dr_refit.git.merge import Trees, merge, needs_checkout

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dr_refit.fleet.renders import Render
    from dr_refit.fleet.repository import Head
    from dr_refit.fleet.template import Version
    from dr_refit.git.merge import Merged
    from dr_refit.git.objects import Entry
    from dr_refit.git.store import Store

    #: The files of base and theirs that are merged.
    type Managed = tuple[dict[str, Entry], dict[str, Entry]]


@dataclass(frozen=True, kw_only=True, slots=True)
class MergeInput:
    """What is merged into a head."""

    head: Head
    #: What the project was made from; None: nothing.
    base: Render | None
    theirs: Render
    #: The version the project has; empty where it was not made from any.
    old: str
    target: Version
    #: The path of the answers file.
    answers: str
    #: Whether the project is linked to the template now.
    adopts: bool = False
    #: What a person should know, and what they must look at.
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    #: Where the project is on this machine; empty: it is not.
    checkout: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class TemplateMerge:
    """The result of merging a version into a repository."""

    head: Head
    #: The version it has; empty where it was not made from any.
    old: str
    target: Version
    trees: Trees
    merged: Merged
    #: The path of the answers file.
    answers: str
    #: Whether the project is linked to the template now.
    adopts: bool = False
    #: Whether git may put files of it through filters.
    has_attributes: bool = False
    #: What a person should know, and what they must look at.
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the repository has all of it already."""
        return not self.merged.conflicts and self.merged.tree == self.head.tree

    def message(self, url: str) -> str:
        """Return the message of its commit."""
        if self.old not in {"", self.target.name}:
            first = f"Update the template from {self.old} to {self.target.name}"
        else:
            verb = "Adopt" if self.adopts else "Update"
            first = f"{verb} the template at {self.target.name}"
        lines = [
            *(first, "", f"Template: {url}", f"{TRAILER}{self.target.commit}"),
            *(f"- {remark}" for remark in (*self.warnings, *self.notes)),
        ]
        return "\n".join(lines) + "\n"

    def result(self, repo: str, store: Store) -> RepoResult:
        """Return what it comes to for a repository."""
        return RepoResult(
            repo=repo,
            outcome="conflict" if self.merged.conflicts else "created",
            old=self.old,
            new=self.target.name,
            branch=self.target.branch,
            head=self.head.commit,
            files=len(store.changed_paths(self.head.tree, self.merged.tree)),
            conflicts=self.merged.conflicts,
            notes=self.notes,
            warnings=self.warnings,
        )


def merge_template(store: Store, given: MergeInput, scratch: str) -> TemplateMerge:
    """Merge a render into a head, in the store alone.

    What the project ignores belongs to a person, unless this very merge ends that.
    Raises JobStopped where that is the answers file.
    """
    base = given.base.entries if given.base else {}
    paths = {**base, **given.theirs.entries}
    ignored = stored.ignored(store, given.head.entries, paths, given.checkout)
    if given.answers in ignored:
        what = (
            f"the project ignores {given.answers}, which is to say what it is made from"
        )
        raise JobStopped(
            "blocked", what, "let git track it: git add --force it, commit"
        )
    change = _merged(store, given, _managed(given, ignored, ignored), scratch)
    merged = store.entries(change.merged.tree) if ignored else {}
    ended = ignored - stored.ignored(store, merged, ignored)
    there = {path for path in ended if stored.is_there(given.checkout, path)}
    if ended - there:
        without = ignored - ended | there
        change = _merged(store, given, _managed(given, ignored, without), scratch)
    said = [
        f"not added, since the project ignores it: {path}"
        for path in sorted(ignored - ended)
        if path in given.theirs.entries and path not in base
    ]
    said += [
        f"not added, since it was ignored until now: {path}"
        for path in sorted(there)
        if path in given.theirs.entries
    ]
    return replace(change, notes=(*said, *change.notes))


def _merged(
    store: Store, given: MergeInput, managed: Managed, scratch: str
) -> TemplateMerge:
    """Merge the files of a render that are managed into a head."""
    head, notes = given.head, given.notes
    before, after = with_line_ends(store, head.entries, *managed)
    trees = Trees(
        base=_tree(store, before, given.base, scratch),
        ours=head.tree,
        theirs=_tree(store, after, given.theirs, scratch),
        name=f"template {given.target.name}",
    )
    merged = merge(store, trees, scratch)
    by_attributes = needs_checkout(store, head.entries)
    if by_attributes or (merged.conflicts and has_resolutions(store)):
        resolved, remembered = _in_checkout(store, head, merged, scratch)
        if by_attributes or not resolved.conflicts:
            merged = resolved
            if remembered:
                paths = ", ".join(remembered)
                notes = (*notes, f"merged as it was once by hand, look at it: {paths}")
    notes += tuple(f"stays deleted: {path}" for path in merged.stay_deleted)
    return TemplateMerge(
        head=head,
        old=given.old,
        target=given.target,
        trees=trees,
        merged=merged,
        answers=given.answers,
        adopts=given.adopts,
        has_attributes=any(map(attributes_of, (head.entries, after))),
        notes=notes,
        warnings=given.warnings,
    )


def _managed(
    given: MergeInput, ignored: frozenset[str], without: frozenset[str]
) -> Managed:
    """Return base and theirs such that a merge of them keeps Copier's promises.

    What the newer version excludes it no longer manages. What matches its
    `_skip_if_exists` it only ever creates. The answers file is the template's alone.
    What is `ignored` the project has not from the template; theirs is `without` some.
    """
    theirs, ours, answers = given.theirs, given.head.entries, given.answers
    base = given.base.entries if given.base else {}
    left_out = theirs.excluded | ignored
    before = {path: entry for path, entry in base.items() if path not in left_out}
    after = {p: entry for p, entry in theirs.entries.items() if p not in without}
    for path in theirs.skipped:
        if path in before:
            after[path] = before[path]
        elif path in ours or path in without:
            after.pop(path, None)
    before.pop(answers, None)
    if answers in ours:
        before[answers] = ours[answers]
    return before, after


def _tree(
    store: Store, entries: Mapping[str, Entry], render: Render | None, scratch: str
) -> str:
    """Return the tree with these entries, which most often is that of a render."""
    if render and entries == render.entries:
        return render.tree
    return store.tree(entries, os.path.join(scratch, "index"))


def _in_checkout(
    store: Store, head: Head, merged: Merged, scratch: str
) -> tuple[Merged, list[str]]:
    """Merge once more as `git cherry-pick` does, with attributes and resolutions.

    Returns the paths that were merged as it is remembered, too.
    """
    checkout = Checkout(
        store, os.path.join(scratch, f"{os.path.basename(scratch)}-tree")
    )
    checkout.create(head.commit)
    try:
        remembered = checkout.pick(merged.theirs, merged.stay_deleted)
        conflicts = checkout.conflicts()
        tree = merged.tree if conflicts else checkout.tree()
        return replace(merged, tree=tree, conflicts=conflicts), remembered
    finally:
        checkout.remove()
