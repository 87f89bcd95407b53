"""From the paths of a command line to the files to look at."""

from __future__ import annotations

import os
import re
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from dr_refit.errors import RefitError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

SUFFIXES = (".py", ".pyi")

#: Folders that hold no sources of the project, unless they are packages themselves.
EXCLUDED = frozenset(
    [
        ".bzr",
        ".direnv",
        ".eggs",
        ".git",
        ".hg",
        ".ipynb_checkpoints",
        ".mypy_cache",
        ".nox",
        ".pytest_cache",
        ".pytype",
        ".ruff_cache",
        ".svn",
        ".tox",
        ".venv",
        ".vscode",
        "__pycache__",
        "__pypackages__",
        "_build",
        "buck-out",
        "build",
        "dist",
        "node_modules",
        "site-packages",
        "venv",
    ]
)


class File(NamedTuple):
    """A file to look at, and the dotted package it belongs to."""

    path: str
    package: str = ""

    @property
    def module(self) -> str:
        """The file's own dotted name; empty outside a package."""
        stem = os.path.basename(self.path).partition(".")[0]
        if stem == "__init__" or not self.package:
            return self.package
        return f"{self.package}.{stem}"


def discover(
    paths: Sequence[str],
    *,
    exclude: Sequence[tuple[str, str]] | None = None,
    extend_exclude: Sequence[tuple[str, str]] = (),
) -> list[File]:
    """List the Python files under the paths, sorted, each once.

    Ignored are what git ignores and the excluded folders; a file that is named is
    always taken. Symbolic links are not followed. `exclude` and `extend_exclude` are
    patterns as in a .gitignore, each with the folder it starts at; `exclude` replaces
    the built-in folders.
    Raises RefitError for a path that does not exist.
    """
    files: list[File] = []
    for path in paths:
        if os.path.isdir(path):
            walk = _Walk(path, exclude, [*(exclude or ()), *extend_exclude])
            walk.into(path, package_of(path), walk.outer)
            files += walk.found
        elif os.path.exists(path):
            files.append(File(path, package_of(os.path.dirname(path) or ".")))
        else:
            raise RefitError(f"{path}: no such file or folder", "check the spelling")
    if len(paths) > 1:
        files = list({os.path.abspath(file.path): file for file in files}.values())
    return sorted(files, key=attrgetter("path"))


def package_of(folder: str, isfile: Callable[[str], bool] = os.path.isfile) -> str:
    """Name the dotted package of a folder, by its `__init__.py` and its parents'."""
    parts: list[str] = []
    folder = os.path.abspath(folder)
    while any(isfile(os.path.join(folder, f"__init__{s}")) for s in SUFFIXES):
        folder, name = os.path.split(folder)
        if not name.isidentifier():
            break
        parts.append(name)
    return ".".join(reversed(parts))


def bad_pattern(pattern: str) -> RefitError:
    """Say that a pattern of the user's means nothing."""
    return RefitError(f"{pattern} is no pattern", "write it as in a .gitignore")


class _Ignores:
    """What one .gitignore says of paths; folders end in a slash.

    As git does it, path by path from the top, so that a pattern speaks only of what it
    matches itself, never of what is inside.
    """

    def __init__(
        self,
        folder: str,
        lines: Iterable[str],
        below: str = "",
        *,
        strict: bool = False,
    ) -> None:
        import pathspec  # 50 ms, and most trees have nothing to ignore

        self.folder = folder
        self.below = "" if below in {"", "."} else f"{below}/"
        #: Ignored or not, pattern, and whether it is for whole paths or for names.
        self.patterns: list[tuple[bool, re.Pattern[str], bool]] = []
        for line in lines:
            try:
                parsed = pathspec.GitIgnoreSpec.from_lines([line]).patterns
            except (ValueError, re.error) as error:
                if strict:
                    raise bad_pattern(line) from error
                # git lets such a pattern match nothing.
                continue
            anchored = "/" in line.strip().rstrip("/")
            for pattern in parsed:
                if pattern.include is not None and pattern.regex is not None:
                    rule = pattern.include, pattern.regex, anchored
                    self.patterns.insert(0, rule)

    def says(self, path: str) -> bool | None:
        """Whether a path is ignored; None: it does not speak of it."""
        whole = self.below + path[len(self.folder) :].lstrip("/")
        name = whole[whole.rstrip("/").rfind("/") + 1 :]
        for ignored, pattern, anchored in self.patterns:
            match = pattern.search(whole if anchored else name)
            if match and (not anchored or match.end() == len(whole)):
                return ignored
        return None


class _Walk:
    """One walk from a root, in which every folder adds its own .gitignore."""

    def __init__(
        self,
        root: str,
        exclude: Sequence[tuple[str, str]] | None,
        patterns: list[tuple[str, str]],
    ) -> None:
        self.excluded = EXCLUDED if exclude is None else frozenset()
        #: What was excluded on purpose, no .gitignore takes back.
        folders = {
            folder: [p for f, p in patterns if f == folder] for folder, _ in patterns
        }
        self.exclude = [
            _Ignores(root, lines, os.path.relpath(root, folder), strict=True)
            for folder, lines in folders.items()
        ]
        self.outer = _outer_ignores(root)
        self.found: list[File] = []

    def into(self, folder: str, package: str, ignores: list[_Ignores]) -> None:
        """ScopeVisitor one folder."""
        try:
            with os.scandir(folder) as entries:
                here = list(entries)
        except OSError:
            # Reading it as a file will say why.
            self.found.append(File(folder))
            return
        names = {entry.name for entry in here}
        if ".gitignore" in names:
            ignores = [*ignores, *_gitignore(folder, ".gitignore")]
        inside = package if names & {"__init__.py", "__init__.pyi"} else ""
        for entry in here:
            if entry.name.endswith(SUFFIXES) and entry.is_file(follow_symlinks=False):
                if not self.is_ignored(entry.path, ignores):
                    self.found.append(File(entry.path.removeprefix("./"), inside))
            elif entry.is_dir(follow_symlinks=False):
                self._folder(entry, inside, ignores)

    def _folder(
        self, entry: os.DirEntry[str], package: str, ignores: list[_Ignores]
    ) -> None:
        path, name = entry.path, entry.name
        if name in self.excluded and not os.path.isfile(f"{path}/__init__.py"):
            return
        if self.is_ignored(f"{path}/", ignores):
            return
        dotted = f"{package}.{name}" if package else name
        self.into(path, dotted if name.isidentifier() else "", ignores)

    def is_ignored(self, path: str, ignores: list[_Ignores]) -> bool:
        """Whether a path is excluded, or git ignores it: the innermost word counts."""
        if any(each.says(path) for each in self.exclude):
            return True
        said = (each.says(path) for each in reversed(ignores))
        return next((word for word in said if word is not None), False)


def _outer_ignores(root: str) -> list[_Ignores]:
    """Collect what the folders above a root ignore, up to the repository's own."""
    folder = os.path.abspath(root)
    above = [folder]
    while not os.path.exists(os.path.join(folder, ".git")):
        folder = os.path.dirname(folder)
        if folder == above[-1]:
            # Not in a repository: only the .gitignore files below the root count.
            return []
        above.append(folder)
    found: list[_Ignores] = []
    places = [(folder, ".git/info/exclude")]
    places += [(each, ".gitignore") for each in reversed(above[1:])]
    for place, name in places:
        below = os.path.relpath(os.path.abspath(root), place)
        read = _gitignore(place, name, root, below)
        # A root that is ignored itself was named on purpose.
        found += [ignores for ignores in read if not ignores.says(f"{root}/")]
    return found


def _gitignore(
    folder: str, name: str, root: str | None = None, below: str = ""
) -> list[_Ignores]:
    """Read one file of patterns; they are for paths below `root`, at `below` of it."""
    try:
        with open(
            os.path.join(folder, name), encoding="utf-8-sig", errors="replace"
        ) as file:
            lines = file.read().splitlines()
    except OSError:
        return []
    lines = [line for line in lines if line.strip() and not line.startswith("#")]
    return [_Ignores(root or folder, lines, below)] if lines else []
