"""What goes along with modules that leave a repository: their tests, and their data."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from dr_refit.errors import RefitError
from dr_refit.names import is_under, root
from dr_refit.patterns import regex
from dr_refit.records import NamedTuple
from dr_refit.refactor import anchors
from dr_refit.refactor.left import imported

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from dr_refit.python.own_paths import OwnPath
    from dr_refit.refactor.places import Place
    from dr_refit.tree.discover import File
    from dr_refit.tree.model import Tree


#: @pytest.fixture(scope="module")    def name(
_FIXTURE = regex(
    r"^@(?:pytest\.)?fixture\b[^\n]*\n(?:[@ )][^\n]*\n)*(?:async )?def (\w+)",
    re.MULTILINE,
)


def tests(
    tree: Tree, files: Sequence[File], leaving: Collection[str], own: Collection[str]
) -> Iterator[File]:
    """Yield the tests of nothing but what leaves; `own`: the top-level packages."""
    local = {file.stem for file in files if not file.package}
    local |= {root(file.package) for file in files if file.package}
    for file in files:
        is_test = file.path.endswith(".py") and (
            file.stem.startswith("test_") or file.stem.endswith("_test")
        )
        if not is_test or root(file.package) in own:
            continue
        names = {name for name, _ in imported(file, tree.read(file.path))}
        ours = {name for name in names if root(name) in local or name.startswith(".")}
        if ours and all(any(is_under(n, one) for one in leaving) for n in ours):
            yield file


def fixtures(
    source: Tree, target: Tree, test: str, files: Sequence[File]
) -> list[File]:
    """List the `conftest.py` files whose fixtures a test uses, but for those there."""
    text = source.read(test).decode(errors="replace")
    found = []
    for file in files:
        folder, _, name = file.path.rpartition("/")
        if name != "conftest.py" or not f"/{test}".startswith(
            f"/{folder}/".replace("//", "/")
        ):
            continue
        given = source.read(file.path).decode(errors="replace")
        there = ""
        if target.kind(file.path) == "file":
            there = target.read(file.path).decode(errors="replace")
        lacking = {*_FIXTURE.findall(given)} - {*_FIXTURE.findall(there)}
        if (lacking and "autouse=True" in given) or any(
            re.search(rf"\b{name}\b", text) for name in lacking
        ):
            found.append(file)
    return found


class Data(NamedTuple):
    """A file that moved code reads, and lies outside of it."""

    path: str
    home: str
    #: Others read it as well: it stays, and a copy goes along.
    shared: bool


def data(
    tree: Tree,
    files: Sequence[File],
    going: Mapping[str, str],
    pairs: Sequence[tuple[Place, Place]],
) -> Iterator[Data]:
    """Yield the files that code reads by a path from where it is.

    `going`: the files that leave, and their homes. Raises RefitError where one that
    is read is not there.
    """
    code = [file for file in files if file.path.endswith(".py")]
    read = {file.path: anchors.read(file.path, tree.read(file.path)) for file in code}
    known = {file.path for file in files}
    wanted: dict[str, None] = {}
    for path in going:
        for one in read.get(path, ()):
            found = [f for f in known if f == one.path or f.startswith(f"{one.path}/")]
            is_folder = bool(found) and one.path not in known
            if not found and one.is_read and not tree.kind(one.path):
                what = f"{path} reads {one.path}, which is not there"
                raise RefitError(what, "bring it there first")
            if is_folder and (not one.path or _is_entered(one.path, read[path])):
                continue
            wanted |= dict.fromkeys(sorted(f for f in found if f not in going))
    for path in wanted:
        shared = any(
            one.path in {path, posixpath.dirname(path)}
            for file, paths in read.items()
            if file not in going
            for one in paths
        )
        if not path.endswith(".py"):
            yield Data(path, home_of(path, pairs), shared)


def _is_entered(folder: str, paths: Sequence[OwnPath]) -> bool:
    """Return whether code goes on from a folder to what is in it, by name."""
    return any(one.path.startswith(f"{folder}/") for one in paths)


def home_of(path: str, pairs: Sequence[tuple[Place, Place]]) -> str:
    """Return where a file or folder is in another repository.

    What is in a package that something leaves is in the other package there.
    """
    for old, new in pairs:
        if old.holds(path):
            return new.path + path[len(old.path) :]
    for old, new in pairs:
        top = old.base + root(old.module)
        if path == top or path.startswith(f"{top}/"):
            return new.base + root(new.module) + path[len(top) :]
    return path


def homes(
    target: Tree, source: Tree, found: Sequence[Data], taken: Callable[[str], bool]
) -> dict[str, bytes]:
    """Return the contents of data by their homes. Raises RefitError: one is taken."""
    added = {}
    for one in found:
        content = source.read(one.path)
        if taken(one.home) or target.kind(one.home):
            if not taken(one.home) and target.read(one.home) == content:
                continue
            what = f"{one.home} is there already, and is not {one.path}"
            raise RefitError(what, "rename one of the two first")
        added[one.home] = content
    return added
