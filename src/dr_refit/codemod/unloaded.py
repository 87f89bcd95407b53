"""Modules that one file loads no more, and another one reaches without an import.

from old.mod import f    # moves      import leaf, old
                                       old.mod.g
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from dr_refit.codemod.hints import Hint, Search
from dr_refit.codemod.result import Proved
from dr_refit.codemod.seekers import map_files, plain_code
from dr_refit.codes import Code
from dr_refit.findings import Finding
from dr_refit.names import leaf, parent, prefixes
from dr_refit.python.likely import seem_bound, seem_imported

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

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
        or proved.get(path, Proved()).near
    ]
    files = _Files(read, near, proved, every)
    loads: dict[str, frozenset[str]] = {}
    findings: dict[str, tuple[Finding, ...]] = {}
    for path in _reaching(read, near, frozenset(every)) if every else ():
        loaders = {module: files.loader(path, module) for _, module in gone}
        missed = {
            module
            for module, loader in loaders.items()
            if module in files.unloaded(loader)
            or not (loader or module in files.imported)
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
    read: Read, files: Sequence[File], modules: frozenset[str]
) -> Iterator[str]:
    """Yield the files that seem to reach one of the modules.

    `files`: those that name the package of one.
    """
    tree = read.prover.project.tree
    search = Search(frozenset(map(leaf, modules)), imported=False)
    above = {name for module in modules for name in prefixes(parent(module))}

    def reaches(file: File) -> tuple[Hint, frozenset[str]]:
        data = plain_code(tree, file)
        bound = seem_bound(data, file.likely_package)
        called = frozenset(local for local, means in bound if means in above)
        return search(data, file.likely_package) or Hint(), called

    def takes(file: File) -> Hint | None:
        data = plain_code(tree, file)
        is_called = any(one in data for one in called)
        return search(data, file.likely_package) if is_called else None

    found = map_files(read.prover, reaches, files)
    hints = {path: hint for path, (hint, _) in found.items()}
    # import a as b    from here import b; b.module
    names = {one for _, some in found.values() for one in some} - above
    called = [one.encode() for one in sorted(names)]
    others = [one for path, one in read.modules.files.items() if path not in found]
    if called:
        hints |= map_files(read.prover, takes, others)
    for path, hint in read.follow(hints).items():
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

    def loader(self, path: str, module: str) -> str:
        """Return the first file that loads a module, or did, as another is imported.

        Empty: there is none.
        """
        seen: set[str] = set()
        todo = [path]
        while todo:
            here = todo.pop()
            if here not in seen:
                seen.add(here)
                loads, behind = self._steps.get(here) or self._step(here)
                if module in loads:
                    return here
                todo += behind
        return ""

    def unloaded(self, path: str) -> set[str]:
        """Return what a file loaded, and would not load any more."""
        return {new for _, new in self._proved.get(path, Proved()).unloaded}

    @cached_property
    def imported(self) -> set[str]:
        """All that files of the project import, and the packages that it is in."""
        return {
            name
            for file in self._near
            for dotted, _ in self._imports(file.path)
            for name in prefixes(dotted)
        }

    def uses(self, path: str, modules: set[str]) -> dict[str, Use]:
        """Map those of the modules that a file reaches, and never imports, to where."""
        if not modules:
            return {}
        from dr_refit.codemod.takers import Take

        read = self._read
        called = {old: new for old, new in self._modules.items() if new in modules}
        take = Take(read.prover.project.tree, frozenset(map(leaf, called)))
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
        behind = [
            found
            for dotted in reversed(names)
            for name in prefixes(dotted)
            for found in modules.meant(name, path)
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
