"""A change on its way: what the line rewrites, what else does, and what moves."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from dr_refit.codemod.diff import moved
from dr_refit.codemod.order import order
from dr_refit.codemod.result import FileResult, Report
from dr_refit.codes import Code
from dr_refit.findings import Finding, Position
from dr_refit.python import pickles
from dr_refit.records import NamedTuple
from dr_refit.refactor import texts
from dr_refit.tree.discover import PYTHON, discover
from dr_refit.tree.model import ChangeSet
from dr_refit.tree.overlay import Overlay
from dr_refit.tree.splices import rewrite_between

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from dr_refit.codemod.pipeline import Planned
    from dr_refit.codemod.prove import Options
    from dr_refit.codes import Kind
    from dr_refit.project.renaming import Renaming
    from dr_refit.tree.model import Tree

#: So many lines are listed.
_MOST = 10


class Change(NamedTuple):
    """What is to be done, and what there is to say."""

    change: ChangeSet
    report: Report


class Draft:
    """A change that grows."""

    def __init__(
        self, tree: Tree, planned: Planned, options: Options, prefix: str = ""
    ) -> None:
        self._tree = tree
        #: What stands before its paths where they are shown.
        self._prefix = prefix
        self._report = planned.report()
        self._dry, self._jobs = options.dry, options.jobs
        self._sorts = options.settings.sort
        self._rewrites = {one.path: one for one in planned.change.rewrites}
        self._findings: dict[str, list[Finding]] = {}
        self._kinds: dict[str, frozenset[Kind]] = {}
        self._renames: dict[str, str] = {}
        self._homes: dict[str, str] = {}
        self._additions: dict[str, bytes] = {}
        self._gone: dict[str, None] = {}
        for one in self._report.results:
            self._findings[one.path] = [*one.findings]

    def content(self, path: str) -> bytes:
        """Return what a file will hold, by the path that it has today."""
        if path in self._additions:
            return self._additions[path]
        data = self._tree.read(path)
        return self._rewrites[path].of(data) if path in self._rewrites else data

    def rewrite(
        self, path: str, write: Callable[[str], str], kind: Kind | None = None
    ) -> None:
        """Change a text, once all else of it is; what is none stays."""
        try:
            data = self._tree.read(path)
            text = self.content(path).decode()
        except (OSError, UnicodeDecodeError):
            return
        new = write(text)
        if new != text:
            self._write(path, data, new.encode(), kind or texts.kind_of(path))

    def rewrite_pickle(self, path: str, renaming: Renaming) -> None:
        """Name a package as it is called then in a file that is a pickle."""
        try:
            data = self._tree.read(path)
        except OSError:
            return
        # It ends in STOP.
        if data.endswith(b".") and renaming.is_in(data):
            found = pickles.splices(data, renaming.old, renaming.new)
            if found:
                self._write(path, data, pickles.spliced(data, found), "values")

    def _write(self, path: str, old: bytes, new: bytes, kind: Kind) -> None:
        self._rewrites[path] = rewrite_between(path, old, new)
        self._kinds[path] = self._kinds.get(path, frozenset()) | {kind}

    def say_left(self, path: str, renaming: Renaming) -> None:
        """List what goes on naming a package, for people to look at."""
        try:
            data = self.content(path)
        except OSError:
            return
        if path.endswith(".ipynb"):
            return
        findings = self._findings.setdefault(path, [])
        try:
            text = data.decode()
        except UnicodeDecodeError:
            if renaming.is_in(data):
                message = f"names {renaming.old}, and is no text: make it anew"
                findings.append(
                    Finding(code=Code.NAME_IN_DATA, message=message, kind="values")
                )
            return
        if not path.endswith(PYTHON):
            # Of a text as it is in the end.
            findings[:] = [one for one in findings if one.code != Code.NAME_IN_TEXT]
        if not renaming.mention.search(text):
            return
        if lines := texts.left(path, text, renaming):
            listed = ", ".join(map(str, lines[:_MOST])) + ", ..." * (len(lines) > _MOST)
            which = f"{'lines' if lines[1:] else 'line'} {listed}"
            message = f"still names {renaming.old}, on {which}"
            finding = Finding(
                code=Code.NAME_IN_TEXT,
                message=f"{message}: edit it where it is wrong",
                position=Position(line=lines[0], column=1),
                kind=texts.kind_of(path),
            )
            findings.append(finding)

    def moved(self, renames: Mapping[str, str], files: Iterable[str]) -> None:
        """Move folders and files."""
        self._renames |= renames
        for path in files:
            for old, new in renames.items():
                if path == old or path.startswith(f"{old}/"):
                    self._homes[path] = new + path[len(old) :]

    def changes(self, path: str) -> bool:
        """Return whether a file will hold something else."""
        return path in self._rewrites

    def is_given(self, path: str) -> bool:
        """Return whether a file is given away."""
        return path in self._gone

    def added(self, suffix: str) -> list[str]:
        """List the files that are added, by how their names end."""
        return [path for path in self._additions if path.endswith(suffix)]

    def add(self, path: str, data: bytes) -> None:
        """Add a file."""
        self._additions[path] = data

    def rebase(self, tree: Tree, changed: Mapping[str, bytes]) -> None:
        """Change another tree, in which files have not changed yet."""
        new = {path: self.content(path) for path in changed}
        self._tree = tree
        for path, data in new.items():
            self._rewrites.pop(path, None)
            if tree.kind(path) != "file":
                self._additions[path] = data
                continue
            self._rewrites[path] = rewrite_between(path, tree.read(path), data)
            self._kinds.setdefault(path, frozenset(["imports"]))

    def after(self) -> Overlay:
        """Return the tree as it is then."""
        contents = {path: self.content(path) for path in self._rewrites}
        homes = {self._homes.get(path, path): data for path, data in contents.items()}
        return Overlay(self._tree, homes | self._additions, self._renames)

    def then(self, later: Draft) -> None:
        """Go on with what becomes of the files after this, which `later` tells."""
        was = {home: path for path, home in self._homes.items()}
        for path in later._rewrites:
            old, data = was.get(path, path), later.content(path)
            self._kinds[old] = self._kinds.get(old, frozenset()) | later._kinds_of(path)
            if path in self._additions:
                self._additions[path] = data
            else:
                self._rewrites[old] = rewrite_between(old, self._tree.read(old), data)
        for path, findings in later._findings.items():
            known = self._findings.setdefault(was.get(path, path), [])
            known += [one for one in findings if one not in known]
        self._additions |= later._additions
        self._renames |= later._renames
        for path, home in later._homes.items():
            self._homes[was.get(path, path)] = home

    def _kinds_of(self, path: str) -> frozenset[Kind]:
        """Return what a change of a file is about."""
        planned = (one.kinds for one in self._report.results if one.path == path)
        return self._kinds.get(path, frozenset()).union(*planned)

    def found(self, path: str, code: Code) -> list[Finding]:
        """List what of a kind is said of a file."""
        return [one for one in self._findings.get(path, ()) if one.code == code]

    def drop(self, path: str, code: Code) -> None:
        """Say nothing of a kind of a file."""
        kept = [one for one in self._findings.get(path, ()) if one.code != code]
        self._findings[path] = kept

    def say(self, path: str, findings: Iterable[Finding]) -> None:
        """Report more of a file."""
        self._findings.setdefault(path, []).extend(findings)

    def give(self, path: str) -> tuple[bytes, list[Finding]]:
        """Delete a file. Return what it would hold, and what there is to say of it."""
        data, findings = self.content(path), self._findings.pop(path, [])
        self._gone[path] = None
        self._rewrites.pop(path, None)
        return data, findings

    def _sort(self) -> None:
        """Sort imports again that were sorted, by the modules that are there then."""
        code = [one for one in self._rewrites.values() if one.path.endswith(PYTHON)]
        # What arrives was nothing before: that is sorted.
        new = {path: b"" for path in self._additions if path.endswith(PYTHON)}
        code += [
            rewrite_between(path, b"", data)
            for path, data in self._additions.items()
            if path in new and data
        ]
        if not (self._sorts and code):
            return
        with TemporaryDirectory(prefix="dr-refit-") as folder:
            for file in discover(self._tree, [""], suffixes=(*PYTHON, ".toml")):
                if file.path in self._gone:
                    continue
                path = os.path.join(folder, self._homes.get(file.path, file.path))
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, "wb") as opened:
                    if path.endswith(".toml"):
                        opened.write(self.content(file.path))
            for path in new:
                os.makedirs(os.path.join(folder, os.path.dirname(path)), exist_ok=True)
                Path(folder, path).touch()
            tree = Overlay(self._tree, new)
            for one in order(tree, code, self._jobs, after=folder):
                if one.rewrite and one.path in new:
                    self._additions[one.path] = one.rewrite.of(b"")
                elif one.rewrite:
                    self._rewrites[one.path] = one.rewrite
                if one.finding:
                    self._findings.setdefault(one.path, []).append(one.finding)

    def done(self) -> Change:
        """Return the whole change, and what there is to say of it."""
        self._sort()
        change = ChangeSet(
            rewrites=tuple(self._rewrites.values()),
            additions=self._additions,
            renames=self._renames,
            deletions=tuple(self._gone),
        )
        known = {one.path: one for one in self._report.results}
        paths = {
            *known,
            *self._rewrites,
            *self._findings,
            *self._homes,
            *self._additions,
            *self._gone,
        }
        results = []
        for path in sorted(paths):
            one = known.get(path, FileResult(path=path))
            one = one._replace(
                path=self._prefix
                + (self._homes.get(path, path) if not self._dry else path),
                changed=path in {*self._rewrites, *self._additions, *self._gone},
                kinds=one.kinds | self._kinds.get(path, frozenset()),
                findings=tuple(sorted(self._findings.get(path, ()), key=Finding.order)),
                diff=self._diff(path) if self._dry else "",
            )
            if one.changed or one.findings or one.diff:
                results.append(one)
        return Change(
            change, self._report._replace(results=tuple(results), dry=self._dry)
        )

    def _diff(self, path: str) -> str:
        shown = self._prefix + path
        if path in self._additions:
            return moved("", shown, b"", self._additions[path])
        if path in self._gone:
            return moved(shown, "", self._tree.read(path), b"")
        if path not in self._rewrites and path not in self._homes:
            return ""
        home = self._prefix + self._homes.get(path, path)
        return moved(shown, home, self._tree.read(path), self.content(path))
