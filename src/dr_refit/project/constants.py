"""What takes the constants of a file in the other files of its project."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from dr_refit.errors import FileRefused
from dr_refit.names import leaf, parent
from dr_refit.python.facts import Facts
from dr_refit.python.likely import seem_bound
from dr_refit.python.loads import base_of
from dr_refit.python.sinks import UNKNOWN, Sink
from dr_refit.python.source import Source
from dr_refit.python.string_flow import Flow
from dr_refit.tree.discover import discover

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dr_refit.tree.discover import File
    from dr_refit.tree.model import Tree


class Constants:
    """The constants of a project, each looked for when it is asked for."""

    def __init__(self, tree: Tree, root: str) -> None:
        self._tree = tree
        self._root = root
        self._near: dict[str, Sequence[File]] = {}
        self._found: dict[tuple[str, str, bool], tuple[Sink, ...]] = {}

    def sinks(self, path: str, name: str, each: bool) -> tuple[Sink, ...]:
        """List what takes a constant of a file in others; `each`: the values in it."""
        asked = path, name, each
        if asked not in self._found:
            self._found[asked] = tuple(self._search(path, name, each=each))
        return self._found[asked]

    @cached_property
    def _files(self) -> dict[str, File]:
        """The modules of the project, by their resolved paths."""
        return {
            self._tree.resolve(one.path): one
            for one in discover(self._tree, [self._root])
            if one.path.endswith(".py")
        }

    def _search(self, path: str, name: str, *, each: bool) -> Iterator[Sink]:
        full = self._tree.resolve(path)
        own = self._files.get(full)
        targets = {f"{one}.{name}" for one in (own.importable if own else ())}
        for file in self._naming(full, own) if own else ():
            data = self._data(file)
            if not _seems_taken(name, targets, data, file):
                continue
            try:
                facts = Facts(
                    source=Source(file.path, data),
                    package=file.package,
                    module=file.module,
                )
                yield from _taken(facts, targets, each=each)
            except FileRefused:
                yield UNKNOWN

    def _naming(self, full: str, own: File) -> Sequence[File]:
        """Return the files that may import from one."""
        if full not in self._near:
            last = leaf(own.importable[-1])
            word = re.compile(rf"\b{re.escape(last)}\b".encode())
            others = (file for path, file in self._files.items() if path != full)
            self._near[full] = [one for one in others if word.search(self._data(one))]
        return self._near[full]

    def _data(self, file: File) -> bytes:
        try:
            return self._tree.read(file.path)
        except OSError:
            return b""


def _seems_taken(name: str, targets: set[str], data: bytes, file: File) -> bool:
    """Return whether a file seems to take a constant, that is one of dotted names."""
    if name.encode() not in data:
        return False
    if re.search(rb"\.%b(?!\w)" % name.encode(), data):
        return True
    modules = {*map(parent, targets)}
    return any(
        means in (modules if local == "*" else targets)
        for local, means in seem_bound(data, file.likely_package)
    )


def _taken(facts: Facts, targets: set[str], *, each: bool) -> Iterator[Sink]:
    """Yield what takes one of some dotted names in a file."""
    bases = {
        one.alias: base_of(one)
        for one in facts.imports
        if any(f"{target}.".startswith(f"{base_of(one)}.") for target in targets)
    }
    if not bases:
        return
    flow = Flow(facts)
    scopes = facts.scopes(
        dict.fromkeys(one.local for one in facts.imports if one.alias in bases)
    )
    for reference in scopes.references:
        meant = {
            ".".join((bases[alias], *reference.attrs))
            for home in scopes.homes(reference)
            for alias in (home.imports.get(reference.name.id, ()) if home else ())
            if alias in bases
        }
        if not meant.isdisjoint(targets):
            found = flow.each(reference.node) if each else flow.sinks(reference.node)
            yield from map(_plain, found)
        elif any(one.startswith(f"{target}.") for one in meant for target in targets):
            yield UNKNOWN


def _plain(sink: Sink) -> Sink:
    """Return a sink as far as it says something beyond its file."""
    if sink.takes == "members" and sink.attribute is None:
        return Sink("members", sink.members)
    return Sink("text" if sink.attribute or sink.made else sink.takes)
