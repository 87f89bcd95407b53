"""Modules that one file loads no more, and another one reaches without an import.

from old.mod import f    # moves      import leaf, old
                                       old.mod.g
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.codemod.hints import Search
from dr_refit.codemod.mapped import map_files, plain_code
from dr_refit.codemod.result import Proved, Seen
from dr_refit.codes import Code
from dr_refit.findings import Finding
from dr_refit.migration.covered import leaving
from dr_refit.names import is_under, leaf, parent, prefixes
from dr_refit.python.likely import seem_imported
from dr_refit.python.words import any_in
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dr_refit.codemod.hints import Hint
    from dr_refit.codemod.seekers import Files, Read
    from dr_refit.codemod.takers import Taker, Use
    from dr_refit.tree.discover import File


class Unloaded(NamedTuple):
    """What follows from it that modules are not loaded any more."""

    #: Path -> the modules that a file has to go on loading.
    loads: dict[str, frozenset[str]]
    #: Path -> what there is to report.
    findings: dict[str, tuple[Finding, ...]]


def unloaded(read: Read, run: Files, proved: Mapping[str, Proved]) -> Unloaded:
    """Return which files others need to load what these reach."""
    gone = {pair for one in proved.values() for pair in one.unloaded}
    every = dict(gone) | {new: new for _, new in gone}
    near = [
        file
        for path, file in read.modules.files.items()
        if read.prover.leaves is None
        or path not in run
        or proved.get(path, Proved()).seen.near
    ]
    files = _Files(read, near, proved, every)
    loads: dict[str, frozenset[str]] = {}
    findings: dict[str, tuple[Finding, ...]] = {}
    for path in _reaching(read, run, proved, frozenset(every)) if every else ():
        loaders = {module: files.loader(path, module) for _, module in gone}
        missed = {
            module
            for module, loader in loaders.items()
            if module in files.unloaded(loader)
            or not (loader or files.is_imported(module))
        }
        for module, use in sorted(files.uses(path, missed).items()):
            if loader := loaders[module]:
                loads[loader] = loads.get(loader, frozenset()) | {module}
                continue
            message = f"{use.dotted} is used here, and nothing loads {module} any more"
            finding = Finding(
                code=Code.HOME_NOT_IMPORTED, message=message, position=use.position
            )
            findings[path] = (*findings.get(path, ()), finding)
    return Unloaded(loads, findings)


def _reaching(
    read: Read, run: Files, proved: Mapping[str, Proved], modules: frozenset[str]
) -> Iterator[str]:
    """Yield the files that seem to reach one of the modules."""
    tree, prover = read.prover.project.tree, read.prover
    words = {*map(leaf, modules)}
    search = Search(words, imported=False)
    # For few names, each file was searched for the modules that these have left.
    known = words <= prover.scan.left

    # import a as b    from here import b; b.module
    called = {one.encode() for each in proved.values() for one in each.seen.calls}

    def reaches(file: File) -> Hint | None:
        data = plain_code(tree, file)
        is_near = not known or file.path not in run or seen_of(file.path).near
        if not (is_near or any_in(called, data)):
            return None
        return search(data, file.likely_package)

    def seen_of(path: str) -> Seen:
        return proved.get(path, Proved()).seen

    files = [
        file
        for path, file in read.modules.files.items()
        if not known
        or path not in run
        or (seen_of(path).reaches and (called or seen_of(path).near))
    ]
    for path, hint in read.follow(map_files(prover, reaches, files)).items():
        if any(not modules.isdisjoint(prefixes(one)) for one in hint.reaches):
            yield path


class _Files:
    """The files of a project, and what they import, as it seems.

    `near`: those of them that may import one of the `modules` that are asked for, by
    whatever name; these with the names that they have now.
    """

    def __init__(
        self,
        read: Read,
        near: Sequence[File],
        proved: Mapping[str, Proved],
        modules: Mapping[str, str],
    ) -> None:
        self._read = read
        self._near = near
        self._proved = proved
        self._modules = modules
        #: Path -> what the file loads of what is asked for, and what it imports.
        self._steps: dict[str, tuple[set[str], list[str]]] = {}
        #: Module -> the files behind whose imports nothing loads it.
        self._never: dict[str, set[str]] = {}
        #: Module that was asked for -> whether a file imports it.
        self._imported: dict[str, bool] = {}

    def loader(self, path: str, module: str) -> str:
        """Return the first file that loads a module, or did, as another is imported.

        Empty: there is none.
        """
        never = self._never.setdefault(module, set())
        seen: set[str] = set()
        todo = [path]
        while todo:
            here = todo.pop()
            if here not in seen and here not in never:
                seen.add(here)
                loads, behind = self._steps.get(here) or self._step(here)
                if module in loads:
                    return here
                todo += behind
        never |= seen
        return ""

    def unloaded(self, path: str) -> set[str]:
        """Return what a file loaded, and would not load any more."""
        return {new for _, new in self._proved.get(path, Proved()).unloaded}

    def is_imported(self, module: str) -> bool:
        """Return whether a file of the project imports a module, or what is in it."""
        if module not in self._imported:
            self._imported[module] = any(
                is_under(dotted, module)
                for file in self._near
                for dotted, _ in self._imports(file.path)
            )
        return self._imported[module]

    def uses(self, path: str, modules: set[str]) -> dict[str, Use]:
        """Map those of the modules that a file reaches, and never imports, to where."""
        if not modules:
            return {}
        from dr_refit.codemod.take import Take

        read = self._read
        called = {old: new for old, new in self._modules.items() if new in modules}
        tree, covered = read.prover.project.tree, leaving(read.prover.table.index)
        take = Take(tree, frozenset(map(leaf, called)), covered)
        taker = take.of(read.modules.files[path], self._content(path))
        own = {*_loaded(taker)}
        return {
            module: use
            for use in reversed(taker.uses)
            if not use.loads and not use.quoted
            for dotted in read.ends([*prefixes(use.dotted)])
            for name in prefixes(dotted)
            if (module := called.get(name, "")) and module not in own
        }

    def _content(self, path: str) -> bytes:
        return self._read.prover.content(self._proved.get(path, Proved()), path)

    def _step(self, path: str) -> tuple[set[str], list[str]]:
        modules, imported = self._read.modules, self._imports(path)
        loads = {
            name for dotted, always in imported if always for name in prefixes(dotted)
        }
        loads |= self.unloaded(path)
        # What is imported first is loaded first, and after its packages.
        names = [
            parent(modules.files[path].module),
            *(dotted for dotted, _ in imported),
        ]
        each = {
            name: None for dotted in names for name in reversed([*prefixes(dotted)])
        }
        behind = [
            found for name in reversed(each) for found in modules.meant(name, path)
        ]
        self._steps[path] = loads.intersection(self._modules.values()), behind
        return self._steps[path]

    def _imports(self, path: str) -> list[tuple[str, bool]]:
        """List what a file imports, and whether it does so as it is loaded."""
        data = self._content(path)
        package = self._read.modules.files[path].likely_package
        return [
            (
                module if name == "*" else f"{module}.{name}" if module else name,
                not data[start : start + 1].isspace(),
            )
            for start, module, name, _ in seem_imported(data, package)
        ]


def _loaded(taker: Taker) -> Iterator[str]:
    """Yield the modules that a file itself imports."""
    for use in taker.uses:
        yield from prefixes(use.loads)
        if use.loads == parent(use.dotted):
            # from a import b
            yield use.dotted
