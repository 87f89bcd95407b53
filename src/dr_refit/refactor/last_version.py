"""The last version of a package: it says where everything went, and has no code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from dr_refit.errors import RefitError
from dr_refit.manifests.requirements import merge
from dr_refit.migration.resolution import HomeMissing
from dr_refit.names import parent, root
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from dr_refit.migration.table import MoveTable

_STATUS = "Development Status ::"
_INACTIVE = f"{_STATUS} 7 - Inactive"
#: What a version without code does not need.
_NEEDLESS = (
    *("scripts", "gui-scripts", "entry-points", "optional-dependencies"),
    # Poetry's
    *("extras", "plugins", "group", "dev-dependencies"),
)
#: Where tools are told to look for a version.
_VERSIONS = (
    ("setuptools", "dynamic", "version"),
    ("setuptools_scm",),
    ("hatch", "version"),
    ("pdm", "version"),
)
#: __version__ = "1.2.3"    VERSION: str = '1.2.3'
_WRITTEN = r"^(?:__version__|VERSION|version)\s*(?::[^=\n]*)?=\s*[\"']([^\"'\n]+)[\"']"


class _Move(NamedTuple):
    """A name, and where it is now."""

    old: str
    #: Empty: it is gone.
    new: str = ""
    needs: str = ""
    gone: str = ""
    #: A module, with all in it.
    whole: bool = False


def error(package: str, table: MoveTable) -> str:
    """Write the module that all imports of a package end in."""
    homes: dict[str, set[str]] = {}
    for one in _moves(table, {package}):
        if one.new:
            old, new = one.old, one.new
            ends = (old, new) if one.whole else (parent(old), parent(new))
            homes.setdefault(ends[0], set()).add(ends[1])
    lines = [f"  {old}: {', '.join(sorted(news))}" for old, news in homes.items()]
    text = "\n".join([f"{package} is retired. Its names have other homes:", *lines])
    return f'"""Retired: see the README."""\n\nraise ImportError("""\\\n{text}""")\n'


def readme(
    title: str, table: MoveTable, packages: Collection[str], *, is_rst: bool
) -> str:
    """Write the page that names the new home of each name."""
    moves = [*_moves(table, packages)]
    code = "``" if is_rst else "`"
    what = (
        f"{title} is retired: nothing is developed here any more, and its last version"
        " has no code.\nIts name stays taken, so that nobody can publish something else"
        f" under it.\n{code}codemod rewrite-imports{code} of dr-refit rewrites what"
        " imports it."
    )
    told = [what]
    if needs := merge({one.needs for one in moves if one.needs}, ""):
        listed = ", ".join(f"{code}{need}{code}" for need in needs)
        told.append(f"Install {listed} instead.")
    rows = [
        (f"{code}{one.old}{code}", f"{code}{one.new}{code}" if one.new else one.gone)
        for one in moves
    ]
    if is_rst:
        head = [title, "=" * len(title)]
        listing = [".. list-table::", "   :header-rows: 1", ""]
        for old, new in [("name", "home"), *rows]:
            listing += [f"   * - {old}", f"     - {new}"]
    else:
        head = [f"# {title}"]
        listing = ["| name | home |", "|---|---|"]
        listing += [f"| {old} | {new.replace('|', r'\|')} |" for old, new in rows]
    parts = ["\n".join(head), *told, "\n".join(listing)]
    return "\n\n".join(parts) + "\n"


def with_status(text: str, written: str) -> str:
    """Return a pyproject.toml of the next version, which is inactive and needs nothing.

    `written` is the version that the code says; empty: it says none. Raises RefitError
    where there is none to go on from.
    """
    import tomlkit
    from packaging.version import InvalidVersion, Version
    from tomlkit.exceptions import TOMLKitError

    try:
        document: Any = tomlkit.parse(text)
        tools = document.get("tool", {})
        project = document["project"] if "project" in document else tools["poetry"]
        known = project.get("version", "")
        is_dynamic = "version" in project.get("dynamic", ())
        version = Version(str(known or (written if is_dynamic else "")))
    except (TOMLKitError, LookupError, TypeError, AttributeError, InvalidVersion):
        what = "pyproject.toml has no [project] with a version, and the package none"
        hint = 'write the one that was published last: version = "1.2.3"'
        raise RefitError(what, f"{hint}, and take it out of `dynamic`") from None
    project["version"] = f"{version.major}.{version.minor + 1}.0"
    if is_dynamic:
        # What it was read from is gone.
        project["dynamic"].remove("version")
        for *path, key in _VERSIONS:
            table: Any = tools
            for one in path:
                table = table.get(one, {})
            table.pop(key, None)
    listed = project.get("classifiers")
    there = [*listed] if isinstance(listed, list) else []
    classifiers = tomlkit.array()
    classifiers.extend([_INACTIVE, *(one for one in there if _STATUS not in one)])
    project["classifiers"] = classifiers.multiline(multiline=True)
    needed = project.get("dependencies")
    if isinstance(needed, dict):
        # Of Poetry's, a Python is one.
        for name in [name for name in needed if name != "python"]:
            needed.pop(name)
    elif needed is not None:
        project["dependencies"] = []
    for key in _NEEDLESS:
        project.pop(key, None)
    return tomlkit.dumps(document)


def version_in(code: Iterable[str]) -> str:
    """Return the version that modules write down; empty: they do not."""
    found = (re.search(_WRITTEN, one, re.MULTILINE) for one in code)
    return next((one[1] for one in found if one), "")


def _moves(table: MoveTable, packages: Collection[str]) -> Iterator[_Move]:
    """Yield what became of each name of some packages."""
    removed = table.index.removed
    for name in sorted({*table.index.moves, *removed}):
        if root(name) not in packages or isinstance(table.resolve(name), HomeMissing):
            continue
        if name in removed:
            yield _Move(name, gone=f"gone: {removed[name]}")
            continue
        move = table.index.moves[name]
        needs = move.requirement or ""
        if move.names is None:
            yield _Move(name, move.new, needs, whole=move.module)
        for one in sorted(move.names or ()):
            yield _Move(f"{name}.{one}", f"{move.new}.{one}", needs)
