"""Who seems to take names from whom: what is read of the files of a project for it."""

from __future__ import annotations

import os
from sys import maxsize
from typing import TYPE_CHECKING

from dr_refit.codemod.hints import Hint, Search
from dr_refit.codemod.mapped import map_files, plain_code
from dr_refit.codemod.wanted import Wanted
from dr_refit.migration.covered import leaving
from dr_refit.names import is_under, leaf, steps
from dr_refit.python.likely import seem_bound
from dr_refit.tree.model import content

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from dr_refit.codemod.modules import Modules
    from dr_refit.codemod.passed import Inside
    from dr_refit.codemod.prove import Prover
    from dr_refit.codemod.result import Proved
    from dr_refit.codemod.take import Take
    from dr_refit.codemod.takers import Taker
    from dr_refit.tree.discover import File

    type Files = Mapping[str, File]
    #: Path -> names of the module that is there.
    type Names = Mapping[str, frozenset[str]]


def handing(
    prover: Prover, others: Files, proved: Mapping[str, Proved]
) -> tuple[Names, dict[str, Hint]]:
    """Return what modules of the project hand on that moved, and no hints."""
    tree = prover.project.tree

    def hands(file: File) -> frozenset[str] | None:
        return prover.hands(content(tree, file.path), file) or None

    mine = {path: one.seen.hands for path, one in proved.items() if one.seen.hands}
    return mine | map_files(prover, hands, [*others.values()]), {}


def demanded(read: Read, proved: Mapping[str, Proved]) -> tuple[Names, dict[str, Hint]]:
    """Follow what files take. Return what modules hand on, and what all of them take.

    Only the modules that have the few names that are taken are read.
    """
    hints = {path: one.seen.takes for path, one in proved.items() if one.seen.takes}
    hints = read.follow(hints)
    return {path: names for path, names in read.hands.items() if names}, hints


class Read:
    """The modules that dotted names lead through, each read once."""

    def __init__(self, prover: Prover, modules: Modules) -> None:
        self.prover = prover
        self.modules = modules
        #: What they hand on, and what they bind, by their paths.
        self.hands: dict[str, frozenset[str]] = {}
        self._hints: dict[str, Hint] = {}
        #: Dotted name -> the modules from which others have it, and its name there.
        self._ways: dict[str, set[tuple[str, str]]] = {}

    def follow(self, hints: Mapping[str, Hint]) -> dict[str, Hint]:
        """Return the hints of files, and of the modules that they reach through."""
        reaches = {dotted for hint in hints.values() for dotted in hint.reaches}
        # With the names of modules that were followed, and how many parts were left.
        todo: dict[str, Mapping[tuple[str, str], int]] = {
            dotted: {} for dotted in reaches if dotted not in self._ways
        }
        through: set[str] = set()
        while todo:
            asked = [
                (dotted, path, module, name, dotted.split(".")[at + 1 :])
                for dotted in todo
                for at, (module, name) in enumerate(steps(dotted), 1)
                for path in self.modules.paths(module)
            ]
            self._look({path for _, path, *_ in asked})
            more: dict[str, Mapping[tuple[str, str], int]] = {}
            for dotted, path, module, name, rest in asked:
                through.add(path)
                way, key = todo[dotted], (path, name)
                if path not in self._hints or len(rest) >= way.get(key, maxsize):
                    continue
                # A module of a package, whatever its other modules bind; that it is
                # one may be seen by an import from it alone.
                inside, hint = f"{module}.{name}", self._hints[path]
                starred = not self.modules.paths(inside) and not any(
                    is_under(means, inside) for _, means in hint.binds
                )
                for means in hint.means(name, starred=starred):
                    on = ".".join((means, *rest))
                    self._ways.setdefault(dotted, set()).add((path, on))
                    if on not in self._ways:
                        more[on] = {**way, key: len(rest)}
            for dotted in todo:
                self._ways.setdefault(dotted, set())
            todo = more
        return {
            path: self._reaching(hints.get(path, Hint())).also(
                self._hints.get(path, Hint())
            )
            for path in hints.keys() | (through & self._hints.keys())
        }

    def _look(self, paths: set[str]) -> None:
        tree = self.prover.project.tree

        def bound(file: File) -> tuple[frozenset[str], Hint]:
            binds = frozenset(seem_bound(plain_code(tree, file), file.likely_package))
            return self.prover.hands(content(tree, file.path), file), Hint(binds=binds)

        files = [self.modules.files[path] for path in sorted(paths - self.hands.keys())]
        for path, (handed, hint) in map_files(self.prover, bound, files).items():
            self.hands[path] = handed
            self._hints[path] = hint

    def between(self, wanted: Wanted) -> set[str]:
        """Return the modules through which names are reached that are looked for."""
        behind: dict[str, list[str]] = {}
        for dotted, ways in self._ways.items():
            for _, on in ways:
                behind.setdefault(on, []).append(dotted)
        leading = {dotted for dotted in behind if wanted.has(dotted)}
        todo = [*leading]
        while todo:
            more = [one for one in behind.get(todo.pop(), ()) if one not in leading]
            leading.update(more)
            todo += more
        return {
            path
            for ways in self._ways.values()
            for path, dotted in ways
            if dotted in leading
        }

    def _reaching(self, hint: Hint) -> Hint:
        """Return a hint with all that its names lead to."""
        return hint._replace(reaches=frozenset(self.ends(hint.reaches)))

    def ends(self, names: Collection[str]) -> set[str]:
        """Return names with all that they lead to, of those that were followed."""
        found: set[str] = set()
        todo = [*names]
        while todo:
            dotted = todo.pop()
            if dotted not in found:
                found.add(dotted)
                todo += [on for _, on in self._ways.get(dotted, ())]
        return found


class Seekers:
    """Who seems to take names, found by a search over files."""

    def __init__(
        self, read: Read, hints: Mapping[str, Hint], proved: Mapping[str, Proved]
    ) -> None:
        self._prover = read.prover
        self._files = read.modules.files
        self._hints = dict(hints)
        self._proved = proved
        self._known: frozenset[str] = frozenset()
        self._read = read
        #: Path of a package -> what it imports, and what that means.
        self._bound: dict[str, frozenset[tuple[str, str]]] = {}

    def search(self, sought: Names, lost: Names, *, everywhere: bool = True) -> None:
        """Search for who takes names of modules, or takes them from those who do.

        Not `everywhere`: in files that have something of what moved themselves.
        """
        tree, beyond = self._prover.project.tree, self._prover.options.beyond
        # A star may bring one that is not spelled.
        starred = {path for path, one in self._proved.items() if one.seen.stars}
        wanted = self._wanted(sought, lost)
        while new := wanted.names - self._known:
            search = Search(new, imported=True)

            def found(file: File, search: Search = search) -> Hint | None:
                data, may = plain_code(tree, file), beyond or file.path in starred
                return search(data, file.likely_package, starred=bool(may))

            if not everywhere:
                few = [self._files[path] for path in self._having()]
                self._follow(map_files(self._prover, found, few))
                return
            self._known |= new
            self._follow(map_files(self._prover, found, self._among(new, sought)))
            wanted = self._wanted(sought, lost)

    def _having(self) -> list[str]:
        """List the files that have something of what moved, or all of a module."""
        return [
            path
            for path, one in self._proved.items()
            if path in self._files
            if one.result or one.seen.takes is not None or one.seen.stars
        ]

    def _follow(self, hints: Mapping[str, Hint]) -> None:
        for path, hint in self._read.follow(hints).items():
            self._hints[path] = hint.also(self._hints.get(path, Hint()))

    def replaced(self, names: Names) -> Names:
        """Return those names that somebody seems to bind to something else."""
        every = frozenset().union(*names.values())
        search = Search(every, imported=True)
        modules = {leaf(one) for path in names for one in self._files[path].importable}

        def found(file: File) -> Hint | None:
            data = plain_code(self._prover.project.tree, file)
            return search.replaced(data, file.likely_package, modules)

        hints = map_files(self._prover, found, [*self._files.values()] if every else [])
        self._follow(hints)
        some = {leaf(dotted) for hint in hints.values() for dotted in hint.reaches}
        return {path: own & some for path, own in names.items() if own & some}

    def read(
        self, names: Names, lost: Names, passed: Inside
    ) -> tuple[dict[str, Taker], Take]:
        """Parse the files that seem to take names, or to take them from those.

        `passed`: modules that have some, and are passed on.
        """
        from dr_refit.codemod.take import Take

        wanted = self._wanted(names, lost)
        whole = {*map(leaf, passed.names)}
        tree, covered = self._prover.project.tree, leaving(self._prover.table.index)
        take = Take(tree, wanted.names | whole, covered)
        paths = {path for path, hint in self._hints.items() if wanted.by(hint)}
        paths |= self._read.between(wanted) | passed.files
        takers = [self._files[path] for path in sorted(paths)]
        return map_files(self._prover, take, takers), take

    def _wanted(self, names: Names, lost: Names) -> Wanted:
        own = {
            path: inside
            for path, some in names.items()
            if (inside := self._own(path, some - lost.get(path, frozenset())))
        }
        wanted = Wanted(
            (
                (self._files[path], some - own.get(path, frozenset()))
                for path, some in names.items()
            ),
            ((self._files[path], some) for path, some in own.items()),
        )
        wanted.hand_on({self._files[path]: hint for path, hint in self._hints.items()})
        return wanted

    def _own(self, path: str, names: frozenset[str]) -> frozenset[str]:
        """Return those names of a package that are its own modules, and only these."""
        file, paths = self._files[path], self._read.modules.paths
        inside = {
            name: module
            for name in names
            for module in (f"{file.module}.{name}",)
            if file.stem == "__init__" and paths(module)
        }
        if not inside:
            return frozenset()
        if path not in self._bound:
            code = plain_code(self._prover.project.tree, file)
            self._bound[path] = frozenset(seem_bound(code, file.likely_package))
        bound = {
            local
            for local, means in self._bound[path]
            if inside.get(local, means) != means
        }
        return frozenset(inside) - bound

    def _among(self, names: frozenset[str], sought: Names) -> list[File]:
        """List the files that may take one of the names."""
        prover = self._prover
        beyond, leaves = prover.options.beyond, prover.leaves
        if not beyond and leaves is not None and names.issubset(leaves):
            # Each file was searched for these.
            return [self._files[path] for path in self._having()]
        if beyond or leaves is not None or not prover.table.roots.issuperset(names):
            return [*self._files.values()]
        # Who takes it writes the name of a package, or hands on all of a module.
        folders = {os.path.dirname(path) for path in sought}
        return [
            file
            for path, file in self._files.items()
            if path in self._proved
            or (file.stem == "__init__" and os.path.dirname(path) in folders)
        ]
