"""Modules that are passed on as a whole, to where names of them are used that moved.

import old       def use(lib):
use(old)             lib.f()
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.codemod.hints import Search
from dr_refit.codemod.mapped import map_files, plain_code
from dr_refit.codemod.passed import modules_inside, seem_attributes, seem_passed
from dr_refit.codemod.posing import posing, posing_part
from dr_refit.codemod.prefilter import members_of
from dr_refit.codemod.result import Proved
from dr_refit.names import ends, leaf, parent, prefixes, steps
from dr_refit.python.likely import seem_bound, seem_bound_at
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dr_refit.codemod.hints import Hint
    from dr_refit.codemod.modules import Modules
    from dr_refit.codemod.prefilter import Members
    from dr_refit.codemod.seekers import Files, Names, Read
    from dr_refit.tree.discover import File


class Passing(NamedTuple):
    """Modules of which names seem to be used where nothing says what they are of."""

    modules: frozenset[str]
    #: The files that seem to pass one on.
    files: tuple[File, ...]
    #: The names by which files have one, and others may take it from there.
    hands: Names
    #: The names by which files have a package of one.
    packages: Names
    #: Path -> the names by which a file has a module, or a package of one, and which.
    binds: Mapping[str, frozenset[tuple[str, str]]]


class _Seen(NamedTuple):
    """The modules that a file seems to pass on, and what its imports bind of them."""

    passed: frozenset[str]
    #: Local names, each with the module that it is, or the package of one.
    binds: frozenset[tuple[str, str]]


def passing(
    read: Read, run: Files, proved: Mapping[str, Proved], hints: Mapping[str, Hint]
) -> Passing:
    """Return who seems to pass on modules of which names are used elsewhere.

    `hints`: what files take of what moved, where that is few names.
    """
    prover, modules = read.prover, read.modules
    tree, members = prover.project.tree, members_of(prover.table)
    posers = _posers(read, run, proved, members)
    files = [run[path] for path, one in proved.items() if one.seen.hands]
    packages = frozenset[str]()
    loose = set[str]()
    if prover.leaves is not None:
        loose = _loose(hints, modules)
        members, packages = _used(members, loose)
        files = [
            run[path]
            for path, one in proved.items()
            if one.seen.holds or (packages and one.seen.near)
        ]

    def seen(file: File) -> _Seen | None:
        data = plain_code(tree, file)
        found = [*seem_bound_at(data, file.likely_package)]
        bound = [(local, means) for _, local, means in found]
        passed = seem_passed(bound, inside, data) | seem_attributes(found, inside, data)
        binds = {(one, means) for one, means in bound if means in inside and one != "*"}
        return _Seen(passed, frozenset(binds)) if binds or passed else None

    inside = modules_inside(members)
    found = map_files(prover, seen, files) if members else {}
    if prover.leaves is None:
        # Of many names those are looked for that matter.
        members = {one: members[one] for each in found.values() for one in each.passed}
        search = Search(
            {name for one in members.values() for name in one}, imported=False
        )

        def takes(file: File) -> Hint | None:
            return search(plain_code(tree, file), file.likely_package)

        hints = map_files(prover, takes, [*run.values()]) if members else {}
        loose = _loose(hints, modules)
        members, packages = _used(members, loose)
    passed = {path for path, one in found.items() if not one.passed.isdisjoint(members)}
    return Passing(
        modules=frozenset(members).union(*posers.values()),
        files=tuple(run[path] for path in sorted(passed | posers.keys())),
        hands=_named(found, frozenset(members)),
        packages=_named(found, packages),
        binds={path: one.binds for path, one in found.items()},
    )


def _named(found: Mapping[str, _Seen], modules: frozenset[str]) -> Names:
    """Return the names by which files have some modules."""
    each = {
        path: frozenset(local for local, means in one.binds if means in modules)
        for path, one in found.items()
    }
    return {path: names for path, names in each.items() if names}


def _posers(
    read: Read, run: Files, proved: Mapping[str, Proved], members: Members
) -> dict[str, frozenset[str]]:
    """Map the files that hand on names of modules as their own to these modules."""
    inside, tree = modules_inside(members), read.prover.project.tree
    passed = {
        path: {module: members[module] for module in modules}
        for path, one in proved.items()
        if one.seen.poses
        for data in [plain_code(tree, run[path])]
        for bound in [seem_bound(data, run[path].likely_package)]
        if (modules := seem_passed(bound, inside, posing_part(data)))
    }
    nothing = Proved()
    takers = [
        path
        for path in read.modules.files
        # Few names are searched for as files are read.
        if read.prover.leaves is None
        or path not in run
        or proved.get(path, nothing).seen.takes
        or proved.get(path, nothing).seen.stars
    ]
    return posing(read, passed, takers) if passed else {}


def _loose(hints: Mapping[str, Hint], modules: Modules) -> set[str]:
    """Return the names that seem to be used on what is no import's, and how.

    from compat import xp    # xp = old
    xp.f(), xp.inside.g()    f, inside.g
    """
    loose = {dotted for hint in hints.values() for dotted in hint.loose}
    return loose | {
        dotted
        for hint in hints.values()
        for dotted in hint.reaches
        # low.f  is of the module itself
        if not modules.paths(parent(dotted))
        if any(modules.paths(module) for module, _ in steps(parent(dotted)))
    }


def _used(members: Members, loose: set[str]) -> tuple[Members, frozenset[str]]:
    """Return the modules of which a name seems to be used so, and packages of such."""
    names = {*map(leaf, loose)}
    used = {one: some for one, some in members.items() if not some.isdisjoint(names)}
    return used, _above(used, loose)


def _above(members: Members, loose: set[str]) -> frozenset[str]:
    """Return the packages of which a module seems to be used so, with a name of it."""
    direct = {f"{module}.{name}" for module, names in members.items() for name in names}
    used = {name for one in loose - direct for name in ends(one)}
    return frozenset(
        package
        for module, names in members.items()
        for package in prefixes(parent(module))
        for inside in [module.removeprefix(package)[1:]]
        if any(f"{inside}.{name}" in used for name in names)
    )
