"""Who seems to take names from whom: what is read of the files of a project for it."""

from __future__ import annotations

import os
from operator import itemgetter
from typing import TYPE_CHECKING

from dr_refit.codemod import pool
from dr_refit.codemod.formats import format_named
from dr_refit.codemod.hints import Hint, Modules, Search, Wanted, seem_bound
from dr_refit.names import leaf, steps
from dr_refit.tree.discover import discover
from dr_refit.tree.model import content

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dr_refit.codemod.prove import Proved, Prover
    from dr_refit.codemod.takers import Take, Taker
    from dr_refit.tree.discover import File
    from dr_refit.tree.model import Tree

    type Files = Mapping[str, File]
    #: Path -> names of the module that is there.
    type Names = Mapping[str, frozenset[str]]

#: So many files are read again to tell whether they may use what moved.
_FEW = 64


def around(prover: Prover, run: Files, proved: Mapping[str, Proved]) -> dict[str, File]:
    """Return the other files of the project, where the run has not all of them."""
    beyond, tree = prover.options.beyond, prover.project.tree
    if not beyond:
        return {}
    few = run if len(run) < _FEW else ()
    leaves = {leaf(name).encode() for name in prover.table.names}
    if not proved and not any(
        one in data for path in few for data in [content(tree, path)] for one in leaves
    ):
        return {}
    known = {tree.resolve(path) for path in run}
    absolute = any(map(os.path.isabs, run))
    here = tree.resolve("")
    return {
        path: file._replace(path=path)
        for file in discover(tree, [beyond])
        if (full := tree.resolve(file.path)) not in known
        for path in [full if absolute else os.path.relpath(full, here)]
    }


def handing(
    prover: Prover, others: Files, proved: Mapping[str, Proved]
) -> tuple[Names, dict[str, Hint]]:
    """Return what modules of the project hand on that moved, and no hints."""
    tree = prover.project.tree

    def hands(file: File) -> frozenset[str] | None:
        return prover.hands(content(tree, file.path), file) or None

    mine = {path: one.hands for path, one in proved.items() if one.hands}
    return mine | _map(prover, hands, [*others.values()]), {}


def demanded(
    prover: Prover, modules: Modules, proved: Mapping[str, Proved]
) -> tuple[Names, dict[str, Hint]]:
    """Follow what files take. Return what modules hand on, and what all of them take.

    Only the modules that have the few names that are taken are read.
    """
    tree = prover.project.tree

    def bound(file: File) -> tuple[frozenset[str], Hint]:
        binds = frozenset(seem_bound(_plain(tree, file), file.likely_package))
        return prover.hands(content(tree, file.path), file), Hint(binds=binds)

    hints = {path: one.takes for path, one in proved.items() if one.takes}
    hands: dict[str, frozenset[str]] = {}
    read: dict[str, Hint] = {}
    seen: set[tuple[str, str]] = set()
    todo = {dotted for hint in hints.values() for dotted in hint.reaches}
    while todo:
        asked = {
            (path, name)
            for dotted in todo
            for module, name in steps(dotted)
            for path in modules.paths(module)
        }
        asked -= seen
        seen |= asked
        paths = sorted({path for path, _ in asked} - read.keys())
        for path, (handed, hint) in _map(
            prover, bound, [modules.files[path] for path in paths]
        ).items():
            hands[path] = handed
            read[path] = hint
        todo = {
            means
            for path, name in asked
            if path in read
            for means in read[path].means(name)
        }
    every = hints.keys() | read
    return (
        {path: names for path, names in hands.items() if names},
        {p: hints.get(p, Hint()).also(read.get(p, Hint())) for p in every},
    )


class Seekers:
    """Who seems to take names, found by a search over files."""

    def __init__(
        self,
        prover: Prover,
        modules: Modules,
        hints: Mapping[str, Hint],
        proved: Mapping[str, Proved],
    ) -> None:
        self._prover = prover
        self._files = modules.files
        self._hints = dict(hints)
        self._proved = proved
        self._known: frozenset[str] = frozenset()

    def search(self, sought: Names) -> None:
        """Search for who takes names of modules, or takes them from those who do."""
        tree = self._prover.project.tree
        wanted = self._wanted(sought)
        while new := wanted.names - self._known:
            self._known |= new
            search = Search(new, imported=True)

            def found(file: File, search: Search = search) -> Hint | None:
                return search(_plain(tree, file), file.likely_package)

            for path, hint in _map(
                self._prover, found, self._among(new, sought)
            ).items():
                self._hints[path] = hint.also(self._hints.get(path, Hint()))
            wanted = self._wanted(sought)

    def read(self, names: Names) -> tuple[dict[str, Taker], Take]:
        """Parse the files that seem to take names, or to take them from those."""
        from dr_refit.codemod.takers import Take

        wanted = self._wanted(names)
        take = Take(self._prover.project.tree, wanted.names)
        takers = [
            self._files[path]
            for path, hint in sorted(self._hints.items())
            if wanted.by(hint)
        ]
        return _map(self._prover, take, takers), take

    def _wanted(self, names: Names) -> Wanted:
        wanted = Wanted((self._files[path], some) for path, some in names.items())
        wanted.hand_on({self._files[path]: hint for path, hint in self._hints.items()})
        return wanted

    def _among(self, names: frozenset[str], sought: Names) -> list[File]:
        """List the files that may take one of the names."""
        prover = self._prover
        whole = prover.leaves is None and not prover.options.beyond
        if not whole or not prover.table.roots.issuperset(names):
            return [*self._files.values()]
        # Who takes it writes the name of a package, or hands on all of a module.
        folders = {os.path.dirname(path) for path in sought}
        return [
            file
            for path, file in self._files.items()
            if path in self._proved
            or (file.stem == "__init__" and os.path.dirname(path) in folders)
        ]


def _plain(tree: Tree, file: File) -> bytes:
    """Return the code of a file, and perhaps more, to be searched for imports."""
    data, form = content(tree, file.path), format_named(file.path)
    return form.plain(data) if form else data


def _map[Result](
    prover: Prover, function: Callable[[File], Result | None], files: Sequence[File]
) -> dict[str, Result]:
    """Map the paths of files to what a function that reads them returns, if it does."""
    found = pool.map_unordered(
        function,
        files,
        jobs=prover.options.jobs,
        size=lambda _: 0,
        on_crash=lambda _: None,
        on_progress=lambda _: None,
    )
    each = sorted(found, key=itemgetter(0))
    return {files[at].path: result for at, result in each if result is not None}
