"""Modules that one file loads no more, and another one reaches without an import.

from old.mod import f    # moves      import leaf, old
                                       old.mod.g
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from dr_refit.codemod.hints import Hint, Search, seem_bound
from dr_refit.codemod.result import Proved
from dr_refit.codemod.seekers import map_files, plain_code
from dr_refit.codes import Code
from dr_refit.findings import Finding
from dr_refit.names import absolute, is_under, leaf, parent, prefixes, root

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dr_refit.codemod.seekers import Read
    from dr_refit.codemod.takers import Taker, Use
    from dr_refit.tree.discover import File

#: An import on a line of its own: its indentation, `from`, and what it lists.
_IMPORT = re.compile(
    rb"^([ \t]*)(?:from[ \t]+([\w.]+)[ \t]+)?import[ \t]*(\([^)]*\)|[^\n;#]*)",
    re.MULTILINE,
)


class Unloaded(NamedTuple):
    """What follows from it that modules are not loaded any more."""

    #: Path -> the modules that a file has to go on loading.
    loads: dict[str, frozenset[str]]
    #: Path -> what there is to report.
    findings: dict[str, tuple[Finding, ...]]


def unloaded(read: Read, proved: Mapping[str, Proved]) -> Unloaded:
    """Return which files others need to load what these reach."""
    every = frozenset(one for each in proved.values() for one in each.unloaded)
    loads: dict[str, frozenset[str]] = {}
    findings: dict[str, tuple[Finding, ...]] = {}
    if every:
        files = _Files(read, proved)
        for path, modules in _reaching(read, proved, every).items():
            for module, use in sorted(modules.items()):
                loader = files.loader(path, module)
                if loader and module in proved.get(loader, Proved()).unloaded:
                    loads[loader] = loads.get(loader, frozenset()) | {module}
                elif not loader and not files.load(module):
                    message = f"{use.dotted} is used here, and nothing loads {module}"
                    finding = Finding(
                        code=Code.HOME_NOT_IMPORTED,
                        message=f"{message} any more",
                        position=use.position,
                    )
                    findings[path] = (*findings.get(path, ()), finding)
    return Unloaded(loads, findings)


def _reaching(
    read: Read, proved: Mapping[str, Proved], modules: frozenset[str]
) -> dict[str, dict[str, Use]]:
    """Map files to the modules that they reach, and do not import."""
    tree, names = read.prover.project.tree, frozenset(map(leaf, modules))
    files = read.modules.files
    search = Search(names, imported=False)
    holders = {above for module in modules for above in prefixes(parent(module))}
    roots = {root(module).encode() for module in modules}

    def imports(file: File) -> tuple[Hint, frozenset[str]] | None:
        data = plain_code(tree, file)
        if not any(root in data for root in roots):
            return None
        bound = seem_bound(data, file.likely_package)
        called = frozenset(local for local, means in bound if means in holders)
        return search(data, file.likely_package) or Hint(), called

    def takes(file: File) -> Hint | None:
        data = plain_code(tree, file)
        if not any(name in data for name in called):
            return None
        return search(data, file.likely_package)

    def hit(dotted: str) -> frozenset[str]:
        return modules.intersection(prefixes(dotted))

    found = map_files(read.prover, imports, [*files.values()])
    # Others have a package from there, under that name.
    called = {name.encode() for _, some in found.values() for name in some}
    others = [file for path, file in files.items() if path not in found]
    hints = map_files(read.prover, takes, others) if called else {}
    hints = read.follow(hints | {path: hint for path, (hint, _) in found.items()})
    likely = [path for path, hint in hints.items() if any(map(hit, hint.reaches))]
    if not likely:
        return {}
    from dr_refit.codemod.takers import Take

    take = Take(tree, names)
    reaching = {}
    for path in likely:
        data = read.prover.content(proved.get(path, Proved()), path)
        taker = take.of(files[path], data)
        own = {*_loaded(taker)}
        reached = {
            module: use
            for use in reversed(taker.uses)
            if not use.loads and not use.quoted
            for dotted in read.ends([*prefixes(use.dotted)])
            for module in hit(dotted) - own
        }
        if reached:
            reaching[path] = reached
    return reaching


def _loaded(taker: Taker) -> Iterator[str]:
    """Yield the modules that a file itself imports."""
    for use in taker.uses:
        yield from prefixes(use.loads)
        if use.loads == parent(use.dotted):
            # from a import b
            yield use.dotted


class _Files:
    """The files of a project, and what they import, as it seems."""

    def __init__(self, read: Read, proved: Mapping[str, Proved]) -> None:
        self._read = read
        self._proved = proved
        self._imported: dict[str, list[tuple[str, bool]]] = {}

    def loader(self, path: str, module: str) -> str:
        """Return the first file that loads a module, or did, as another is imported.

        Empty: there is none.
        """
        modules = self._read.modules
        seen: set[str] = set()
        todo = [path]
        while todo:
            here = todo.pop()
            if here in seen:
                continue
            seen.add(here)
            if module in self._proved.get(here, Proved()).unloaded:
                return here
            imported = self._imports(here)
            if any(always and is_under(dotted, module) for dotted, always in imported):
                return here
            own = modules.files[here].module
            names = [parent(own), *(dotted for dotted, _ in imported)]
            # What is imported first is loaded first, and after its packages.
            todo += [
                found
                for dotted in reversed(names)
                for name in prefixes(dotted)
                for found in modules.meant(name, here)
            ]
        return ""

    def load(self, module: str) -> bool:
        """Return whether a file of the project imports a module, or what is in it."""
        return any(
            is_under(dotted, module)
            for path in self._read.modules.files
            for dotted, _ in self._imports(path)
        )

    def _imports(self, path: str) -> list[tuple[str, bool]]:
        """List what a file imports, and whether it does so as it is loaded."""
        if path not in self._imported:
            data = self._read.prover.content(self._proved.get(path, Proved()), path)
            package = self._read.modules.files[path].likely_package
            self._imported[path] = [
                (dotted, not found[1])
                for found in _IMPORT.finditer(data)
                for dotted in _dotted(found, package)
            ]
        return self._imported[path]


def _dotted(found: re.Match[bytes], package: str) -> Iterator[str]:
    """Yield the dotted names that a statement imports."""
    module = (found[2] or b"").decode(errors="replace")
    listed = re.sub(rb"#[^\n]*|[()]", b"", found[3]).decode(errors="replace")
    names = [each.split()[0] for each in listed.split(",") if each.strip()]
    base = absolute(module, package) if module else ""
    for name in names:
        if name == "*":
            yield base
        elif base or not module:
            yield f"{base}.{name}" if base else name
