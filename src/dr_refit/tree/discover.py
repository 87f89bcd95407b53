"""From the paths of a command line to the files to look at."""

from __future__ import annotations

import os
from operator import attrgetter
from typing import TYPE_CHECKING, Literal

from dr_refit.errors import RefitError
from dr_refit.names import in_namespaces
from dr_refit.records import NamedTuple
from dr_refit.tree.ignored import (
    EXCLUDED,
    Rules,
    Tracked,
    below_of,
    rules_above,
    rules_of,
)
from dr_refit.tree.links import followed, once
from dr_refit.tree.model import ancestors
from dr_refit.tree.scripts import is_bare, is_script

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dr_refit.settings import Settings
    from dr_refit.tree.model import Tree

#: What Python imports, and what type checkers read beside it.
PYTHON = (".py", ".pyi")
#: What is longer is no script, whatever its name.
_LONG = 1_000_000
#: What makes a folder a package.
_MARKS = tuple(f"__init__{suffix}" for suffix in PYTHON)


class File(NamedTuple):
    """A file to look at, and the dotted package it belongs to."""

    path: str
    package: str = ""

    @property
    def stem(self) -> str:
        """The file's name up to the first dot."""
        return os.path.basename(self.path).partition(".")[0]

    @property
    def module(self) -> str:
        """The file's own dotted name; empty outside a package."""
        if self.stem == "__init__" or not self.package:
            return self.package
        return f"{self.package}.{self.stem}"

    @property
    def likely_package(self) -> str:
        """Its package; outside of one, what its folders are called in a namespace."""
        if self.package:
            return self.package
        folders = os.path.dirname(self.path).split("/")
        return ".".join(one for one in folders if one not in {"", "."})

    @property
    def importable(self) -> tuple[str, ...]:
        """The dotted names under which it may be imported."""
        if is_bare(self.path):
            return ()
        if not self.module:
            parts = self.likely_package.split(".") if self.likely_package else []
            parts += [] if self.stem == "__init__" else [self.stem]
            return tuple(".".join(parts[at:]) for at in range(len(parts)))
        inside = self.package.count(".") + 1
        return in_namespaces(self.module, self.path.split("/")[: -inside - 1])


class Exclusions(NamedTuple):
    """Patterns as in a .gitignore, each with the folder that it is relative to."""

    #: They replace the excluded folders; None: these stay.
    exclude: tuple[tuple[str, str], ...] | None = None
    extend: tuple[tuple[str, str], ...] = ()
    #: They hold for paths that are named, too.
    force: bool = False

    @classmethod
    def of(cls, settings: Settings) -> Exclusions:
        """Return what a project excludes."""
        root = settings.root
        replaced = settings.exclude
        return cls(
            exclude=None if replaced is None else tuple((root, p) for p in replaced),
            extend=tuple((root, p) for p in settings.extend_exclude),
        )

    @property
    def folders(self) -> frozenset[str]:
        """The names of folders that hold no sources, unless they are packages."""
        return EXCLUDED if self.exclude is None else frozenset()

    def patterns(self) -> Iterator[tuple[str, list[str]]]:
        """Yield each folder that patterns are relative to, and these."""
        every = (*(self.exclude or ()), *self.extend)
        for root in dict.fromkeys(root for root, _ in every):
            yield root, [pattern for folder, pattern in every if folder == root]

    def hold_for(self, tree: Tree, path: str) -> bool:
        """Return whether a path is excluded, or a folder that it is in."""
        for root, lines in self.patterns():
            rules = Rules("", lines, strict=True)
            if any(map(rules.says, _steps(tree, path, root))):
                return True
        folders = (step[:-1] for step in _steps(tree, path, "") if step.endswith("/"))
        return any(
            os.path.basename(folder) in self.folders and not _is_package(tree, folder)
            for folder in folders
        )


def _steps(tree: Tree, path: str, root: str) -> list[str]:
    """Return a path and the folders above it, below a root; folders end in a slash."""
    parts = below_of(tree, path, root).removesuffix("/").split("/")
    above = ["/".join(parts[:number]) + "/" for number in range(1, len(parts))]
    last = "/".join(parts)
    return [*above, f"{last}/" if tree.kind(path) == "folder" else last]


def discover(
    tree: Tree,
    paths: Sequence[str],
    exclusions: Exclusions | None = None,
    suffixes: tuple[str, ...] = PYTHON,
    *,
    scripts: bool = False,
) -> list[File]:
    """List the files under the paths whose names end so, sorted, each once.

    `scripts`: and those without any ending whose first line says that Python runs them.

    Left out are what git ignores but for what it tracks, and the excluded folders; a
    file that is named is always taken, unless the exclusions are forced. Symbolic links
    are not followed. Raises RefitError for a path that does not exist.
    """
    files: list[File] = []
    exclusions = exclusions or Exclusions()
    for path in paths:
        kind = tree.kind(path)
        if kind and exclusions.force and exclusions.hold_for(tree, path):
            continue
        if kind == "folder":
            files += _Walk(tree, path, exclusions, suffixes, scripts=scripts).found()
        elif kind:
            file = followed(tree, path)
            files.append(File(file, package_of(tree, os.path.dirname(file))))
        else:
            raise RefitError(f"{path}: no such file or folder", "check the spelling")
    if len(paths) > 1:
        files = once(tree, files)
    return sorted(files, key=attrgetter("path"))


def package_of(tree: Tree, folder: str) -> str:
    """Return the dotted package of a folder, by its `__init__.py` and its parents'."""
    parts: list[str] = []
    for here in ancestors(tree, folder):
        name = os.path.basename(here)
        if not _is_package(tree, here) or not name.isidentifier():
            break
        parts.append(name)
    return ".".join(reversed(parts))


def _is_package(tree: Tree, folder: str) -> bool:
    return any(tree.kind(os.path.join(folder, mark)) == "file" for mark in _MARKS)


class _Folder(NamedTuple):
    """A folder that is to be looked into, and what holds there."""

    path: str
    package: str
    #: What git ignores, the innermost last.
    rules: tuple[Rules, ...]
    tracked: Tracked | None
    #: It is ignored itself: only what is tracked counts.
    ignored: bool = False


class _Walk:
    """One walk from a folder, in which every folder adds its own .gitignore."""

    def __init__(
        self,
        tree: Tree,
        start: str,
        exclusions: Exclusions,
        suffixes: tuple[str, ...],
        *,
        scripts: bool,
    ) -> None:
        self.tree = tree
        self.suffixes = suffixes
        self.scripts = scripts
        self.start = "" if start == "." else start.removeprefix("./")
        self.excluded = exclusions.folders
        #: What was excluded on purpose, no .gitignore takes back.
        self.exclude = [
            Rules(self.start, lines, below_of(tree, self.start, root), strict=True)
            for root, lines in exclusions.patterns()
        ]

    def found(self) -> list[File]:
        """Return the files, in no order."""
        rules: list[Rules] = []
        tracked = None
        if self.tree.has_ignored:
            repository, rules = rules_above(self.tree, self.start)
            tracked = self._tracked(repository, self.start)
        package = package_of(self.tree, self.start)
        files: list[File] = []
        todo = [_Folder(self.start, package, tuple(rules), tracked)]
        while todo:
            self._look_into(todo.pop(), files, todo)
        return files

    def _tracked(self, repository: str | None, folder: str) -> Tracked | None:
        if repository is None:
            return None
        below = below_of(self.tree, folder, repository)
        return Tracked(
            repository, folder, below, [f"*{suffix}" for suffix in self.suffixes]
        )

    def _look_into(
        self, folder: _Folder, files: list[File], todo: list[_Folder]
    ) -> None:
        path = folder.path
        try:
            entries = list(self.tree.scan(path))
        except OSError:
            # Reading it as a file will say why.
            files.append(File(path))
            return
        names = {entry.name for entry in entries}
        if self.tree.has_ignored and not folder.ignored:
            if ".git" in names and path != self.start:
                folder = folder._replace(tracked=self._tracked(path, path))
            if ".gitignore" in names:
                rules = (*folder.rules, *rules_of(self.tree, path))
                folder = folder._replace(rules=rules)
        package = folder.package if not names.isdisjoint(_MARKS) else ""
        below = f"{path}/" if path and not path.endswith("/") else path
        for name, kind in entries:
            inside = f"{below}{name}"
            if kind == "file":
                if name.endswith(self.suffixes):
                    if self._verdict(inside, folder) != "out":
                        files.append(File(inside, package))
                elif self.scripts and is_bare(name) and self._is_script(inside, folder):
                    files.append(File(inside))
            elif kind == "folder" and not self._is_excluded(name, inside):
                verdict = self._verdict(f"{inside}/", folder)
                if verdict != "out":
                    dotted = f"{package}.{name}" if package else name
                    todo.append(
                        folder._replace(
                            path=inside,
                            package=dotted if name.isidentifier() else "",
                            ignored=verdict == "tracked",
                        )
                    )

    def _is_script(self, path: str, folder: _Folder) -> bool:
        if self.tree.size(path) > _LONG or self._verdict(path, folder) != "in":
            return False
        try:
            return is_script(self.tree.read(path))
        except OSError:
            return False

    def _is_excluded(self, name: str, path: str) -> bool:
        return name in self.excluded and not _is_package(self.tree, path)

    def _verdict(self, path: str, folder: _Folder) -> Literal["in", "tracked", "out"]:
        """Return whether a path counts; tracked: although git would ignore it."""
        if self.exclude and any(rules.says(path) for rules in self.exclude):
            return "out"
        ignored = folder.ignored
        if folder.rules and not ignored:
            for rules in reversed(folder.rules):
                said = rules.says(path)
                if said is not None:
                    # The innermost that speaks of it decides.
                    ignored = said
                    break
        if not ignored:
            return "in"
        is_tracked = folder.tracked is not None and folder.tracked.holds(path)
        return "tracked" if is_tracked else "out"
