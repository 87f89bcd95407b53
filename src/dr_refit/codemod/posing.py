"""Modules that hand on all names of another as their own, by what they do when run.

import old                        from compat import f
def __getattr__(name):            import compat; compat.f
    return getattr(old, name)
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dr_refit.codemod.hints import WAYS, Search
from dr_refit.codemod.mapped import map_files, plain_code
from dr_refit.names import leaf, parent, prefixes
from dr_refit.patterns import regex
from dr_refit.python.likely import seem_bound

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from dr_refit.codemod.hints import Hint
    from dr_refit.codemod.seekers import Read
    from dr_refit.tree.discover import File

    #: Path -> the modules that a file hands on, and dotted names of it that are theirs.
    type Offers = Mapping[str, Sequence[tuple[str, str]]]

_WAY = regex(b"|".join(map(re.escape, WAYS)))
#: sys.modules["compat"]
_NAMED = regex(rb"sys\.modules\s*\[\s*[\"']([\w.]+)[\"']")


def posing_part(data: bytes) -> bytes:
    """Return the part of a module in which it would hand on names of another."""
    if b"__getattr__" in data:
        return data
    # for name in dir(old):
    #     globals()[name] = getattr(old, name)
    return b"\n".join(_lines_around(data, way.start()) for way in _WAY.finditer(data))


def _lines_around(data: bytes, at: int) -> bytes:
    """Return the line of a place, and two lines before and behind it."""
    start, end = at, at - 1
    for _ in range(3):
        start = data.rfind(b"\n", 0, max(start, 0))
        end = data.find(b"\n", end + 1) if end < len(data) else end
        end = len(data) if end < 0 else end
    return data[start + 1 : end]


def posing(
    read: Read,
    passed: Mapping[str, Mapping[str, frozenset[str]]],
    takers: Collection[str],
) -> dict[str, frozenset[str]]:
    """Map those files, of which names are taken that moved, to whose these are.

    `passed`: path -> the modules that a file passes on, with their names that moved;
    `takers`: the files that may take one.
    """
    tree, files = read.prover.project.tree, read.modules.files
    offers: Offers = {
        path: [
            (module, f"{place}.{name}")
            for data in [plain_code(tree, files[path])]
            for place in _places(files[path], data)
            for module, names in modules.items()
            for name in names - _own(data)
        ]
        for path, modules in passed.items()
    }
    if read.prover.leaves is None:
        offers = _asked(read, offers)
    names = {leaf(dotted) for each in offers.values() for _, dotted in each}
    if not names:
        return {}
    search = Search(names, imported=True)
    words = re.compile(
        rb"\b(?:%b)\b" % b"|".join(sorted(one.encode() for one in names))
    )

    def takes(file: File) -> tuple[Hint, frozenset[str]] | None:
        data = plain_code(tree, file)
        hint = search(data, file.likely_package)
        if hint is None:
            return None
        return hint, frozenset(one.decode() for one in words.findall(data))

    found = map_files(read.prover, takes, [files[path] for path in takers])
    hints = read.follow({path: hint for path, (hint, _) in found.items()})
    taken = {
        dotted
        for path, hint in hints.items()
        for dotted in _taken(hint, found[path][1] if path in found else frozenset())
    }
    return {
        path: modules
        for path, each in offers.items()
        if (modules := frozenset(one for one, dotted in each if dotted in taken))
    }


def _asked(read: Read, offers: Offers) -> Offers:
    """Return what is offered by the files that others import, as it seems."""
    imported = _imported(
        read, {leaf(parent(dotted)) for each in offers.values() for _, dotted in each}
    )
    return {
        path: each
        for path, each in offers.items()
        if any(
            not imported.get(leaf(parent(dotted)), set()) <= {path}
            for _, dotted in each
        )
    }


def _imported(read: Read, modules: Collection[str]) -> dict[str, set[str]]:
    """Map the last names of modules to the files that seem to import one."""
    tree = read.prover.project.tree
    quoted = {
        # import_module("p.compat")
        name: re.compile(rb"[\"'.]%b[\"'.]" % re.escape(name.encode()))
        for name in modules
    }

    def imports(file: File) -> frozenset[str] | None:
        data = plain_code(tree, file)
        named = {name for name in modules if name.encode() in data}
        if not named:
            return None
        bound = seem_bound(data, file.likely_package)
        parts = {part for _, means in bound for part in means.split(".")}
        return frozenset(n for n in named if n in parts or quoted[n].search(data))

    found: dict[str, set[str]] = {}
    files = [*read.modules.files.values()] if modules else []
    for path, names in map_files(read.prover, imports, files).items():
        for name in names:
            found.setdefault(name, set()).add(path)
    return found


def _own(data: bytes) -> frozenset[str]:
    """Return the names that a module seems to bind by itself."""
    bound = re.findall(
        rb"^(?:(?:async[ ]+)?def|class)[ ]+(\w+)|^(\w+)[ ]*[:=]", data, re.MULTILINE
    )
    own = {(defined or assigned).decode() for defined, assigned in bound}
    return frozenset(own | {local for local, _ in seem_bound(data, "")})


def _places(file: File, data: bytes) -> Iterator[str]:
    """Yield the dotted names of the modules as which a file may hand on names."""
    yield from file.importable
    yield from (name.decode() for name in _NAMED.findall(data))


def _taken(hint: Hint, words: frozenset[str]) -> Iterator[str]:
    """Yield the dotted names that a file takes."""
    for dotted in hint.reaches:
        yield from prefixes(dotted)
    for local, means in hint.binds:
        if local == "*":
            yield from (f"{means}.{word}" for word in words)
        else:
            yield from prefixes(means)
