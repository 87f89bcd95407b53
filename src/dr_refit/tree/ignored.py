"""What is not looked at: excluded folders, and what git ignores and does not track."""

from __future__ import annotations

import os
import re
from functools import cached_property
from typing import TYPE_CHECKING

from dr_refit.errors import RefitError
from dr_refit.tree.model import ancestors

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dr_refit.tree.model import Tree


#: Folders that hold no sources of a project, unless they are packages themselves.
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


def bad_pattern(pattern: str) -> RefitError:
    """Return the error for a pattern of the user's that means nothing."""
    return RefitError(f"{pattern} is no pattern", "write it as in a .gitignore")


class Rules:
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
        self.below = below
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
        # Most paths match none: one search instead of one for each pattern.
        self._whole, self._name = (
            re.compile(
                "|".join(_unnamed(p) for _, p, a in self.patterns if a is kind)
                or "(?!)"
            )
            for kind in (True, False)
        )

    def says(self, path: str) -> bool | None:
        """Return whether a path is ignored; None: it does not speak of it."""
        whole = relative(path, self.folder, self.below)
        name = whole[whole.rstrip("/").rfind("/") + 1 :]
        if not (self._whole.fullmatch(whole) or self._name.search(name)):
            return None
        for ignored, pattern, anchored in self.patterns:
            match = pattern.search(whole if anchored else name)
            if match and (not anchored or match.end() == len(whole)):
                return ignored
        return None


def _unnamed(pattern: re.Pattern[str]) -> str:
    """Return a pattern without the names of its groups, which many may share."""
    return re.sub(r"\(\?P<\w+>", "(?:", pattern.pattern)


def is_ignored(rules: Sequence[Rules], path: str) -> bool:
    """Return whether git ignores a file, or a folder that it is in.

    `rules` are those of all .gitignore files, from the top down.
    """
    for here in [*reversed([f"{above}/" for above in _above(path)]), path]:
        for each in reversed(rules):
            inside = not each.folder or here.startswith(f"{each.folder}/")
            said = each.says(here) if inside else None
            if said is not None:
                # The innermost that speaks of it decides.
                if said:
                    return True
                break
    return False


class Tracked:
    """What git tracks in one repository, asked when it is first needed."""

    def __init__(
        self, repository: str, folder: str, below: str, patterns: Sequence[str]
    ) -> None:
        #: The root of the repository; a folder whose paths are asked for, and where
        #: that is in the repository.
        self._repository = repository
        self._folder = folder
        self._below = below
        self._patterns = patterns

    @cached_property
    def _names(self) -> frozenset[str]:
        from dr_refit.git.index import tracked

        files = tracked(self._repository, self._patterns)
        folders = {f"{above}/" for name in files for above in _above(name)}
        return files | folders

    def holds(self, path: str) -> bool:
        """Return whether a file is tracked, or any in a folder (ends in a slash)."""
        return relative(path, self._folder, self._below) in self._names


def _above(path: str) -> Iterator[str]:
    while path := path.rpartition("/")[0]:
        yield path


def below_of(tree: Tree, folder: str, top: str) -> str:
    """Return what leads from one folder to another in it; empty, or with a slash."""
    below = os.path.relpath(tree.resolve(folder) or ".", tree.resolve(top) or ".")
    return "" if below == "." else f"{below}/"


def relative(path: str, folder: str, below: str) -> str:
    """Return a path of a folder as the one above it knows it."""
    return below + path[len(folder) :].lstrip("/")


def rules_of(
    tree: Tree, folder: str, name: str = ".gitignore", start: str | None = None
) -> list[Rules]:
    """Read one file of patterns; they are for paths below `start`, which is in it.

    Raises RefitError where it is there, and cannot be read.
    """
    path = f"{folder}/{name}" if folder else name
    try:
        data = tree.read(path)
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        return []
    except OSError as error:
        # Without it, nobody knows what is to be left alone.
        raise RefitError(f"{path}: {error.strerror}", "mend or remove it") from None
    lines = data.decode("utf-8-sig", "replace").splitlines()
    lines = [line for line in lines if line.strip() and not line.startswith("#")]
    if not lines:
        return []
    if start is None:
        return [Rules(folder, lines)]
    return [Rules(start, lines, below_of(tree, start, folder))]


def rules_above(tree: Tree, start: str) -> tuple[str | None, list[Rules]]:
    """Return the repository that a folder is in, and what that says of its paths.

    Without a repository, only the .gitignore files below the folder count.
    """
    above: list[str] = []
    for folder in ancestors(tree, start):
        above.append(folder)
        if tree.kind(f"{folder}/.git" if folder else ".git"):
            break
    else:
        return None, []
    found = rules_of(tree, above[-1], ".git/info/exclude", start)
    for folder in reversed(above[1:]):
        found += rules_of(tree, folder, start=start)
    # A folder that is ignored itself was named on purpose.
    return above[-1], [rules for rules in found if not rules.says(f"{start}/")]
