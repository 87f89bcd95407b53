"""How the modules of a project load each other, and where a circle of them fails."""

from __future__ import annotations

import ast
from collections import Counter
from typing import TYPE_CHECKING

from dr_refit.names import is_under, leaf, parent, prefixes, root
from dr_refit.python.loading import Event, read_events
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    #: The new name of a dotted name; empty where it did not move.
    type Moved = Callable[[str], str]


class Loaded(NamedTuple):
    """What is loaded along with a module, and what fails on the way."""

    modules: frozenset[str]
    #: Module -> what it takes from another that is not that far.
    failed: frozenset[tuple[str, str]]


class Loading:
    """Loads modules as Python does, without running them."""

    def __init__(
        self, modules: Mapping[str, str], read: Callable[[str], bytes], moved: Moved
    ) -> None:
        self._modules = modules
        self._read = read
        self._moved = moved
        self._events: dict[str, list[Event]] = {}
        self._binds: dict[str, Counter[str]] = {}
        self._after: dict[str, Loaded] = {}

    def circular(self, module: str) -> frozenset[str]:
        """Return the new names that a module could no longer take as it is loaded.

        They close a circle that fails, where none failed before: whether it is the
        module itself that is loaded first, or the new home.
        """
        homes: dict[str, set[str]] = {}
        for event in self.events(module) if self.has(module) else ():
            new = self._moved(event.dotted) if event.kind != "bind" else ""
            if home := next((p for p in prefixes(new) if p in self._modules), ""):
                homes.setdefault(home, set()).add(new)
        closing = [home for home in homes if module in self.after(home).modules]
        blocked: set[str] = set()
        for entry in [*closing, module] if closing else []:
            failed = {
                (source, dotted)
                for source, dotted in self.after(entry).failed
                # What another module takes under a new name is said of that one.
                if source == module or not self._moved(dotted)
            }
            if failed:
                failed -= self._load(entry, _never).failed
            if failed:
                # What fails without this, too, is said of what closes that circle.
                failed -= self._load(entry, self._moved, module, homes).failed
            if failed and {source for source, _ in failed} == {module}:
                blocked.update(self._moved(dotted) for _, dotted in failed)
            elif failed:
                blocked.update(new for home in closing for new in homes[home])
        return frozenset(blocked)

    def after(self, entry: str) -> Loaded:
        """Load a module, all others with it, under the new names."""
        if entry not in self._after:
            self._after[entry] = self._load(entry, self._moved)
        return self._after[entry]

    def _load(
        self, entry: str, moved: Moved, but: str = "", then: Iterable[str] = ()
    ) -> Loaded:
        run = _Run(self, moved, but)
        for module in (entry, *then):
            run.load(module)
        return Loaded(frozenset(run.bound), frozenset(run.failed))

    def has(self, module: str) -> bool:
        """Return whether a module is of the project."""
        return module in self._modules

    def home_of_file(self, dotted: str, new: str, moved: Moved) -> str:
        """Return the new name of the module with a name, if its file is yet to move.

        Until then it is loaded from where it is.
        """
        module = next(filter(self.has, prefixes(dotted)), "")
        home = module and moved(module)
        return home if home and is_under(new, home) and not self.has(home) else ""

    def events(self, module: str) -> list[Event]:
        """Return what a module does as it is loaded; nothing if it does not parse."""
        if module not in self._events:
            path = self._modules[module]
            package = module if path.endswith("__init__.py") else parent(module)
            try:
                tree = ast.parse(self._read(path))
            except (OSError, SyntaxError, ValueError, RecursionError):
                tree = ast.Module(body=[], type_ignores=[])
            self._events[module] = read_events(tree, package)
        return self._events[module]

    def binds(self, module: str) -> Counter[str]:
        """Count how often a module binds each of its names as it is loaded."""
        if module not in self._binds:
            events = self.events(module)
            self._binds[module] = Counter(e.dotted for e in events if e.kind == "bind")
        return self._binds[module]


class _Run:
    """One run of the loader."""

    def __init__(self, loading: Loading, moved: Moved, but: str) -> None:
        self._loading = loading
        self._moved = moved
        #: The module in which no name moves.
        self._but = but
        #: Module -> what it has bound so far, and how often.
        self.bound: dict[str, Counter[str]] = {}
        self._done: set[str] = set()
        self.failed: set[tuple[str, str]] = set()

    def load(self, dotted: str) -> None:
        """Load a module, its parents first."""
        for module in reversed([*prefixes(dotted)]):
            if self._loading.has(module) and module not in self.bound:
                self.bound[module] = Counter()
                for event in self._loading.events(module):
                    self._do(event, module)
                self._done.add(module)

    def _do(self, event: Event, module: str) -> None:
        dotted = event.dotted
        if event.kind == "bind":
            self.bound[module][dotted] += 1
            return
        new = self._moved(dotted) if module != self._but else ""
        if new and (home := self._loading.home_of_file(dotted, new, self._moved)):
            self.load(parent(home))
            new = ""
        if event.kind == "reach":
            if new:
                self.load(parent(new))
            return
        if event.kind == "star" and not new:
            above = parent(dotted)
            known = self._loading.has(above) and leaf(dotted) in self._loading.binds(
                above
            )
            if known and self._is_early(dotted):
                # A star leaves out what is not bound yet.
                self.failed.add((module, dotted))
            return
        name = new or dotted
        if event.kind == "use":
            # import a.b; a.b.c
            base = root(new) if new and not is_under(new, event.base) else event.base
            unset = event.base and self._is_unset(name, base)
            fails = bool(unset) or self._is_early(name)
        else:
            # from a import b  may load  a.b
            source = name if event.kind == "load" else parent(name)
            self.load(source)
            taken = event.kind != "load" and leaf(name) != "*"
            fails = taken and self._is_early(name)
            if taken and not fails:
                self.load(name)
        if fails and not event.guarded:
            self.failed.add((module, dotted))

    def _is_unset(self, module: str, base: str) -> bool:
        """Return whether a package has not got one of its modules by a name yet.

        `base`: the package, or one in it, that is there.
        """
        return any(
            one in self.bound and one not in self._done
            for one in prefixes(module)
            if not is_under(base, one)
        )

    def _is_early(self, dotted: str) -> bool:
        """Return whether a module will bind what is asked of it later, or again."""
        for name in prefixes(dotted):
            module = parent(name)
            if self._loading.has(name):
                return False
            if module in self.bound:
                so_far, last = self.bound[module], leaf(name)
                binds = self._loading.binds(module)
                # A star may bind what nothing else does.
                last = last if last in binds else "*"
                return (
                    module not in self._done
                    and "__getattr__" not in so_far
                    and so_far[last] < binds[last]
                )
        return False


def _never(_: str) -> str:
    return ""
