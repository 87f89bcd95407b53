"""Circles of imports that a change would close, told before anything is written."""

from __future__ import annotations

from collections import deque
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from dr_refit.errors import RefitError
from dr_refit.names import parent, prefixes
from dr_refit.project.loading import Loading
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from dr_refit.tree.discover import File


class Modules(NamedTuple):
    """Modules, dotted, and what is in them."""

    paths: Mapping[str, str]
    #: By path.
    read: Callable[[str], bytes]

    @classmethod
    def of(cls, *groups: tuple[Iterable[File], Callable[[str], bytes]]) -> Modules:
        """Return the modules of several groups of files, each with what reads it."""
        paths, reads = {}, {}
        for number, (files, read) in enumerate(groups):
            for file in files:
                if file.module and file.path.endswith(".py"):
                    path = f"{number}/{file.path}"
                    paths[file.module] = path
                    reads[path] = partial(read, file.path)
        return cls(paths, lambda path: reads[path]())


class Names(NamedTuple):
    """What names are called afterwards, where that is not the same, and before."""

    new: Callable[[str], str]
    old: Callable[[str], str]


def check(
    before: Modules, after: Modules, changed: Iterable[str], names: Names
) -> None:
    """Raise RefitError where modules that changed are in a circle that is new.

    What modules do as they are loaded counts.
    """
    old, new = _Graph(before, lambda _: ""), _Graph(after, names.new)
    for module in sorted(changed):
        for other in sorted(new.named(module)):
            way = new.way(other, module, new.named)
            if way and not old.is_circle(names.old(module), names.old(other)):
                shown = " -> ".join([module, *way])
                raise RefitError(f"it would close a circle of imports: {shown}", _HINT)
        _check_loading(module, old, new, names)


_HINT = "move what the others need as well, or first what this needs of them"


def _check_loading(module: str, old: _Graph, new: _Graph, names: Names) -> None:
    """Raise RefitError where a module cannot be loaded any more, or what it loads."""
    entries = {module}
    for other in new.loaded(module):
        entries.update(new.way(other, module, new.loaded))
    for entry in sorted(entries):
        failed = new.loading.after(entry).failed
        if not failed or old.loading.after(names.old(entry)).failed:
            continue
        source, dotted = min(failed)
        dotted = names.new(dotted) or dotted
        home = next((one for one in prefixes(dotted) if new.loading.has(one)), dotted)
        way = new.way(home, source, new.loaded)
        shown = " -> ".join([source, *way]) if way else f"{source} -> {home}"
        what = f"{source} could not take {dotted} any more, as {entry} is loaded"
        raise RefitError(f"it would close a circle of imports: {shown}: {what}", _HINT)


class _Graph:
    """Which module loads which."""

    def __init__(self, modules: Modules, new_name: Callable[[str], str]) -> None:
        self._new_name = new_name
        self.loading = Loading(modules.paths, modules.read, new_name)
        self._named: dict[str, frozenset[str]] = {}

    def named(self, module: str) -> frozenset[str]:
        """Return the modules that one names in its imports."""
        if module not in self._named:
            found = {*self._imports(module)} if self.loading.has(module) else set()
            self._named[module] = frozenset(found - {module})
        return self._named[module]

    def _imports(self, module: str) -> Iterator[str]:
        for event in self.loading.events(module):
            if event.kind in {"load", "take"}:
                dotted = self._new_name(event.dotted) or event.dotted
                known = filter(self.loading.has, prefixes(dotted))
                yield from islice(known, 1)

    def loaded(self, module: str) -> frozenset[str]:
        """Return the modules that one names, and the packages that it is in."""
        above = {name for name in prefixes(parent(module)) if self.loading.has(name)}
        return self.named(module) | above

    def way(
        self, start: str, end: str, following: Callable[[str], frozenset[str]]
    ) -> list[str]:
        """Return the shortest way from a module to another; empty: there is none."""
        ways = {start: [start]}
        todo = deque([start])
        while todo:
            here = todo.popleft()
            if here == end:
                return ways[here]
            for one in sorted(following(here) - ways.keys()):
                ways[one] = [*ways[here], one]
                todo.append(one)
        return []

    def is_circle(self, one: str, other: str) -> bool:
        """Return whether each of two modules leads to the other."""
        return bool(
            self.way(one, other, self.named) and self.way(other, one, self.named)
        )
