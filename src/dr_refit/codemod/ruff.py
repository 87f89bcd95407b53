"""ruff, as it comes with this program, at work on contents that no disk has yet."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager, suppress
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from dr_refit.files import read
from dr_refit.patterns import regex
from dr_refit.process import ProgramError, run
from dr_refit.tree.model import ancestors

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dr_refit.tree.model import Tree

#: What ruff reads, in each folder the first of them that has settings for it.
_SETTINGS = (".ruff.toml", "ruff.toml", "pyproject.toml")
_PYTHON = (".py", ".pyi", ".ipynb")
#: `extend` is a key of [tool.ruff], or of a ruff.toml.
_EXTEND = regex(rb"^\s*extend\s*=\s*[\"']([^\"'\r\n]+)", re.MULTILINE)


def settings_of(tree: Tree, paths: Iterable[str]) -> Mapping[str, str]:
    """Map files to the settings of ruff that are theirs, if there are any."""
    nearest: dict[str, str] = {}
    found = {}
    for path in paths:
        if not path.endswith(_PYTHON):
            continue
        passed = []
        setting = ""
        for folder in ancestors(tree, os.path.dirname(path)):
            if folder in nearest:
                setting = nearest[folder]
                break
            passed.append(folder)
            setting = _setting(tree, folder)
            if setting or tree.kind(os.path.join(folder, ".git")):
                break
        nearest |= dict.fromkeys(passed, setting)
        if setting:
            found[path] = setting
    return found


def reach_of(tree: Tree, settings: Iterable[str]) -> set[str]:
    """Return the folders outside of which some settings name nothing."""
    found = set()
    for path in settings:
        data = tree.read(path)
        # src = ["../lib"]    extend = "../ruff.toml"
        is_open = b".." in data or _EXTEND.search(data)
        found.add("/" if is_open else os.path.dirname(path))
    return found


def _setting(tree: Tree, folder: str) -> str:
    for name in _SETTINGS:
        path = os.path.join(folder, name)
        if tree.kind(path) == "file" and (
            name != "pyproject.toml" or b"ruff" in tree.read(path)
        ):
            return path
    return ""


def check_extended(tree: Tree, path: str) -> None:
    """Refuse (ProgramError) settings that ruff would not come to the end of."""
    seen: set[str] = set()
    while path not in seen and (found := _EXTEND.search(tree.read(path))):
        seen.add(path)
        extended = os.path.join(os.path.dirname(path), os.fsdecode(found[1]))
        if (kind := tree.kind(extended)) is None:
            # That is for ruff to say.
            return
        if kind != "file":
            raise ProgramError("ruff", f"{path} extends {extended}, which is no file")
        path = extended


class Ruff:
    """Sorts imports by the settings, and beside the modules, that are in a folder.

    `reach`: the folders in it that settings are for, and outside of which they name
    nothing.
    """

    def __init__(self, folder: str, reach: Iterable[str], jobs: int) -> None:
        try:
            from ruff import find_ruff_bin

            self._program = find_ruff_bin()
        except (ImportError, OSError) as error:
            raise ProgramError("ruff", "it is not installed") from error
        self._folder = folder
        self._reach = [os.path.abspath(os.path.join(folder, one)) for one in reach]
        self._jobs = jobs

    def selects(self, path: str) -> bool:
        """Return whether the settings in a file select the order of imports."""
        shown = self._run("--show-settings", path, folder=self._folder)
        if b"\nSettings path: " not in shown:
            # A pyproject.toml that only names ruff.
            return False
        _, _, enabled = shown.partition(b"linter.rules.enabled = [")
        return b" (I001)," in enabled.partition(b"\n]")[0]

    def sorted(self, contents: Mapping[str, bytes]) -> dict[str, bytes]:
        """Return the contents of files with their imports sorted, by path."""
        if not contents:
            return {}
        here = os.path.abspath(self._folder)
        places = {path: os.path.abspath(os.path.join(here, path)) for path in contents}
        written = {places[path]: data for path, data in contents.items()}
        with _mirror(here, written, self._reach) as top:
            options = ("--select", "I001", "--fix", "--exit-zero", "--force-exclude")
            files = (top + place for place in places.values())
            self._run(*options, *files, folder=top + here)
            return {path: read(top + place) for path, place in places.items()}

    def _run(self, *arguments: str, folder: str) -> bytes:
        # The settings of whoever runs this are not the project's.
        environment = {
            "XDG_CONFIG_HOME": os.devnull,
            "RAYON_NUM_THREADS": str(self._jobs),
        }
        done = run(
            [self._program, "check", "--no-cache", "--quiet", *arguments],
            environment=environment,
            folder=folder,
        )
        if done.code:
            raise ProgramError("ruff", " ".join(done.err.split()))
        return done.out


@contextmanager
def _mirror(
    here: str, contents: Mapping[str, bytes], reach: Sequence[str]
) -> Iterator[str]:
    """Yield a folder in which all is where it is on the disk, but for some contents.

    These are files of their own, and what is beside them within reach links to what
    there is: so the same settings and modules are found. All paths are absolute.
    """
    folders: set[str] = set()
    for path in (os.path.join(here, ""), *contents):
        above = os.path.dirname(path)
        while above not in folders:
            folders.add(above)
            above = os.path.dirname(above)
    with TemporaryDirectory(prefix="dr-refit-") as top:
        for folder in sorted(folders):
            os.makedirs(top + folder, exist_ok=True)
        for folder in folders:
            if not any(os.path.commonpath([folder, one]) == one for one in reach):
                continue
            # Who may not list one finds what a path leads to all the same.
            with suppress(OSError), os.scandir(folder) as entries:
                for entry in entries:
                    if entry.path not in folders and entry.path not in contents:
                        os.symlink(entry.path, top + entry.path)
        for path, data in contents.items():
            with open(top + path, "xb") as file:
                file.write(data)
        yield top
