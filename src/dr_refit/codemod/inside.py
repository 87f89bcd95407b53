"""Modules of the project that are passed on, to where something in them is used.

from app import low    # which has  import old
use(low)               x.old.f()
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.codemod.hints import Search
from dr_refit.codemod.mapped import map_files, plain_code
from dr_refit.codemod.passed import Inside
from dr_refit.codemod.passers import passers
from dr_refit.names import ends, is_under, leaf, parent, prefixes
from dr_refit.python.by_name import runs_code
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from dr_refit.codemod.hints import Hint
    from dr_refit.codemod.modules import Modules
    from dr_refit.codemod.seekers import Names, Read
    from dr_refit.migration.table import MoveTable
    from dr_refit.tree.discover import File


class _Used(NamedTuple):
    """What seems to be used of something that no import binds."""

    #: x.low.old.f    low.old.f, old.f, f, and what these begin with
    names: frozenset[str]
    #: What stands in quotes of what is asked for.
    quoted: frozenset[str] = frozenset()


class _Module(NamedTuple):
    """The names of a module that matter."""

    #: Those that it has of what moved, each with what follows in names that did.
    has: Mapping[str, Collection[str]]
    #: Those that it would not have any more.
    lost: frozenset[str]

    @property
    def names(self) -> frozenset[str]:
        """All of them."""
        return self.lost.union(self.has)

    @property
    def leaves(self) -> frozenset[str]:
        """The last parts of what follows them in names that moved."""
        return frozenset(leaf(tail) for some in self.has.values() for tail in some)

    def may(self, used: _Used) -> bool:
        """Return whether one may be used by letters that are not spelled there."""
        tails = self.has.values()
        return bool(self.lost) or not all(map(used.names.isdisjoint, tails))

    def moved(self, used: _Used, way: str, *, held: bool) -> frozenset[str]:
        """Return those by which what moved seems to be used, by a way to the module."""
        before = way and f"{way}."
        return frozenset(
            local
            for local, tails in self.has.items()
            if any(f"{before}{local}.{tail}" in used.names for tail in tails)
            or (held and local in used.quoted and not used.names.isdisjoint(tails))
        )

    def used(self, used: _Used, way: str, *, held: bool) -> frozenset[str]:
        """Return those that seem to be used, by a way to the module."""
        before = way and f"{way}."
        return self.moved(used, way, held=held).union(
            name
            for name in self.lost
            if f"{before}{name}" in used.names or (held and name in used.quoted)
        )


def inside(
    read: Read,
    binds: Mapping[str, frozenset[tuple[str, str]]],
    hints: Mapping[str, Hint],
    lost: Names,
) -> Inside:
    """Return who seems to pass on modules, of which names are used elsewhere.

    `binds`: what files have of what moved; `hints`: what they take of that, where it is
    few names; `lost`: names that modules would not have any more.
    """
    few, used = read.prover.leaves is not None, _Used(_used(hints, read.modules))
    modules, none = _modules(read, binds, lost), frozenset[str]()
    gone = none.union(*(one.lost for one in modules.values()))
    if few and gone:
        used = _searched(read, Search(gone, imported=False, read=gone), none, used)
    known = used

    def matters(path: str, way: str) -> bool:
        # Of many names it is asked afterwards which ones are used.
        return not few or bool(modules[path].used(known, way, held=False))

    clear = [path for path in modules if matters(path, "")]
    others = [path for path in modules.keys() - clear if modules[path].may(known)]
    found = passers(read, clear, others, matters)
    ways, passed = found.ways, none.union(*found.passed.values())
    reached = [modules[path] for dotted in passed for path, _ in ways[dotted]]
    held = [modules[path] for dotted in found.held for path, _ in ways[dotted]]
    words = every = none
    if not few:
        words = none.union(*(one.leaves for one in reached))
        every = words.union(*(one.lost for one in reached))
    letters = none.union(*(one.names for one in held))
    if every or letters:
        search = Search(every, imported=False, read=every - words)
        used = _searched(read, search, letters, used)
    names: dict[str, Names] = {}
    moved = set[str]()
    for dotted in passed:
        taken: dict[str, frozenset[str]] = {}
        for path, way in ways[dotted]:
            is_held, module = dotted in found.held and not way, modules[path]
            moved |= {dotted} if module.moved(used, way, held=is_held) else set()
            if some := module.used(used, way, held=is_held):
                taken[path] = taken.get(path, none) | some
        if taken:
            names[dotted] = taken
    files = [path for path, some in found.passed.items() if names.keys() & some]
    return Inside(names, frozenset(moved), frozenset(files))


def _modules(
    read: Read, binds: Mapping[str, frozenset[tuple[str, str]]], lost: Names
) -> dict[str, _Module]:
    """Map paths to the names of modules that matter."""
    none: frozenset[str] = frozenset()
    tails, found = _tails(read.prover.table), {}
    for path in binds.keys() | lost.keys():
        own = read.modules.files[path].importable
        has = {
            local: tails.get(means, none)
            for local, means in binds.get(path, ())
            # from . import old  is of the package that names have left
            if not any(is_under(means, one) for one in own)
        }
        found[path] = _Module(has, lost.get(path, none))
    return found


def _tails(table: MoveTable) -> dict[str, set[str]]:
    """Map names to what follows them in names that moved."""
    found: dict[str, set[str]] = {}
    for name in table.names:
        for above in prefixes(parent(name)):
            found.setdefault(above, set()).add(name[len(above) + 1 :])
    return found


def _used(hints: Mapping[str, Hint], modules: Modules) -> frozenset[str]:
    """Return what seems to be used of something that no import binds."""
    loose = {dotted for hint in hints.values() for dotted in hint.loose}
    for hint in hints.values():
        for dotted in hint.reaches:
            module = next(filter(modules.paths, prefixes(dotted)), "")
            # app.low.Cls.old.f    what imports bind of  app.low  is followed
            loose.add(dotted.removeprefix(module).partition(".")[2].partition(".")[2])
    every = {end for dotted in loose for end in ends(dotted)}
    return frozenset(name for end in every for name in prefixes(end))


def _searched(
    read: Read, search: Search, letters: frozenset[str], known: _Used
) -> _Used:
    """Return what seems to be used, with what a search finds.

    `letters`: the names that are searched for in quotes.
    """
    tree = read.prover.project.tree
    # getattr(low, "old")    get_type_hints(f, vars(low))  of  "old.C"
    quotes = [
        (name, f"{sign}{name}{end}".encode())
        for name in letters
        for sign in "'\""
        for end in (sign, ".")
    ]

    def found(file: File) -> tuple[Hint | None, frozenset[str]] | None:
        data = plain_code(tree, file)
        hint = search(data, file.likely_package)
        # for name in ["old"]: getattr(low, name)
        texts = frozenset(name for name, quoted in quotes if quoted in data)
        if runs_code(data):
            # eval("[old.f]", vars(low))
            texts |= {name for name in letters if name.encode() in data}
        return (hint, texts) if hint or texts else None

    each = map_files(read.prover, found, [*read.modules.files.values()])
    hints = {path: hint for path, (hint, _) in each.items() if hint}
    texts = (some for _, some in each.values())
    names = known.names | _used(hints, read.modules)
    return _Used(names, known.quoted.union(*texts))
