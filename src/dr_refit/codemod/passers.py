"""Who seems to pass on modules of the project, and by which names.

from app.api import low as it    # which has  from app import low
use(it)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.codemod.mapped import map_files, plain_code
from dr_refit.codemod.needles import FEW
from dr_refit.codemod.passed import modules_inside, seem_attributes, seem_passed
from dr_refit.names import is_under, leaf, prefixes, root
from dr_refit.python import by_name
from dr_refit.python.likely import seem_bound_at
from dr_refit.python.words import any_in
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import (
        Callable,
        Collection,
        Iterable,
        Iterator,
        Mapping,
        Sequence,
    )

    from dr_refit.codemod.seekers import Names, Read
    from dr_refit.tree.discover import File

    #: Dotted name -> the modules it leads to, each with what is in between.
    type Ways = dict[str, set[tuple[str, str]]]


class Passers(NamedTuple):
    """The files that seem to pass on modules."""

    #: Path of a file -> dotted names of what it passes on.
    passed: Names
    #: Those of which a file takes names that it does not spell: getattr(low, name)
    held: frozenset[str]
    ways: Ways


class _Seen(NamedTuple):
    """What a file does with what it imports."""

    passed: frozenset[str]
    held: frozenset[str]
    #: What its imports bind of the project, as others may have it from there.
    bound: tuple[tuple[str, str], ...]


def passers(
    read: Read,
    paths: Iterable[str],
    others: Iterable[str],
    matters: Callable[[str, str], bool],
) -> Passers:
    """Return who seems to pass on some modules, or what these are in.

    `others`: modules that matter where names are taken of them that are not spelled;
    `matters`: whether one does that is reached by a way from what is passed on.
    """
    files, tree = read.modules.files, read.prover.project.tree
    roots = {root(one) for file in files.values() for one in file.importable}
    ways: Ways = {}
    passed: dict[str, frozenset[str]] = {}
    held: set[str] = set()
    bound: dict[str, tuple[tuple[str, str], ...]] = {}
    new = {(one, path) for path in paths for one in files[path].importable}
    more = {(one, path) for path in others for one in files[path].importable}
    asked = [*files.values()] if new or more else []
    while asked:
        fresh = _with_packages(new, ways, matters)
        clear, stems = modules_inside(fresh), {leaf(one).encode() for one in fresh}
        every = {
            **clear,
            **modules_inside(
                _with_packages(more, ways, lambda _, way: not way) | clear.keys()
            ),
        }

        def seen(
            file: File,
            clear: Mapping[str, Sequence[str]] = clear,
            every: Mapping[str, Sequence[str]] = every,
            stems: Collection[bytes] = stems,
        ) -> _Seen | None:
            data = plain_code(tree, file)
            inside = every if by_name.holders(data) else clear
            near = len(stems) > FEW or any_in(stems, data)
            if not (near or inside is every):
                return None
            places = [
                one
                for one in seem_bound_at(data, file.likely_package)
                if root(one[2]) in roots
            ]
            if not places:
                return None
            found = tuple((local, means) for _, local, means in places)
            passed = seem_passed(found, inside, data)
            return _Seen(
                passed | seem_attributes(places, inside, data),
                frozenset(_held(found, inside, data)),
                found,
            )

        for path, one in map_files(read.prover, seen, asked).items():
            if one.passed:
                passed[path] = passed.get(path, frozenset()) | one.passed
            held |= one.held
            bound[path] = one.bound
        exact, more = {dotted for dotted, _ in new}, set()
        new = {
            (dotted, low)
            for path, pairs in bound.items()
            for local, means in pairs
            if means in exact
            for module in files[path].importable
            for dotted in [f"{module}.{local}"]
            for low, way in ways[means]
            if not way and (low, "") not in ways.get(dotted, ())
        }
        exact = {dotted for dotted, _ in new}
        asked = [
            files[path]
            for path, pairs in bound.items()
            if any(means in exact for _, means in pairs)
        ]
    return Passers(passed, frozenset(held), ways)


def _with_packages(
    names: Iterable[tuple[str, str]], ways: Ways, matters: Callable[[str, str], bool]
) -> set[str]:
    """Add names of modules, and of what these are in, to the ways. Return the new ones.

    app.low    app  with  low  in between
    """
    fresh = set()
    for dotted, path in names:
        for above in prefixes(dotted):
            way, known = dotted.removeprefix(above)[1:], ways.setdefault(above, set())
            if (path, way) not in known and matters(path, way):
                known.add((path, way))
                fresh.add(above)
    return fresh


def _held(
    bound: Iterable[tuple[str, str]], inside: Mapping[str, Sequence[str]], data: bytes
) -> Iterator[str]:
    """Yield the modules of which code seems to take names that it does not spell."""
    for dotted in by_name.holders(data):
        for local, means in bound:
            if is_under(dotted, local):
                module = means + dotted.removeprefix(local)
                if module in inside.get(means, ()):
                    yield module
