"""What star imports of a module bind, beside what the module itself does."""

from __future__ import annotations

import ast
import re
from contextlib import suppress
from types import MappingProxyType
from typing import TYPE_CHECKING

from dr_refit.codemod.formats import read
from dr_refit.codemod.handed import handed, meanings_of
from dr_refit.errors import FileRefused
from dr_refit.python.imports import ImportContext, read_imports
from dr_refit.python.likely import seem_starred
from dr_refit.python.namespaces import MODULE
from dr_refit.python.nodes import walk
from dr_refit.python.scopes import Scopes
from dr_refit.records import NamedTuple
from dr_refit.tree.model import content

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dr_refit.codemod.handed import Handed
    from dr_refit.codemod.modules import Modules
    from dr_refit.migration.table import MoveTable
    from dr_refit.python.imports import ImportAlias
    from dr_refit.python.source import Source
    from dr_refit.tree.discover import File
    from dr_refit.tree.model import Tree


class Starred(NamedTuple):
    """What a module imports of others as a whole, and hands on itself by a star."""

    #: The modules of which it imports all.
    modules: tuple[str, ...] = ()
    #: What it binds itself below these imports, whatever they bind, and where first.
    own: Mapping[str, int] = MappingProxyType({})
    #: What else it binds itself, but by imports.
    perhaps: frozenset[str] = frozenset()
    #: What `__all__` lists; None: there is none, or it is not seen whole.
    listed: frozenset[str] | None = None

    def hands_on(self, name: str) -> bool:
        """Return whether `from module import *` may bind a name of it."""
        if self.listed is None:
            return not name.startswith("_")
        return name in self.listed


def starred(source: Source, imports: Sequence[ImportAlias]) -> Starred:
    """Return what a module imports as a whole, and what not to look for there."""
    stars = [alias for alias in imports if alias.local == "*"]
    own: dict[str, int] = {}
    perhaps: set[str] = set()
    if stars:
        last = max(source.start(alias.statement) for alias in stars)
        below = [one for one in source.tree.body if source.start(one) > last]
        for statement in reversed(below):
            for name in _settled([statement]):
                own[name] = source.end(statement)
        for name in own.keys() - _settled(below):
            # del a
            del own[name]
        perhaps = Scopes(source.tree, ()).module.bound - own.keys()
    return Starred(
        modules=tuple(alias.target for alias in stars),
        own=own,
        perhaps=frozenset(perhaps),
        listed=_listed(source),
    )


def _settled(body: Sequence[ast.stmt]) -> set[str]:
    """Return the names that statements bind for certain."""
    return Scopes(ast.Module(body=[*body], type_ignores=[]), ()).module.settled


class Scans:
    """Modules, each read once for what it hands on, and for its stars."""

    def __init__(self, tree: Tree, table: MoveTable, modules: Modules) -> None:
        self._tree = tree
        self._table = table
        self._modules = modules
        self._read: dict[str, tuple[dict[str, tuple[Handed, ...]], Starred]] = {}
        self._bound: dict[str, dict[str, set[str]]] = {}

    def hands(self, path: str) -> dict[str, tuple[Handed, ...]]:
        """Map the names that a module imports to what they mean."""
        return self._scan(path)[0]

    def stars(self, path: str) -> Starred:
        """Return what a module imports as a whole, and hands on so."""
        return self._scan(path)[1]

    def may_bind(self, path: str, name: str) -> bool:
        """Return whether a star may bind a name, which is in a module or behind it."""
        word = re.compile(rf"\b{re.escape(name)}\b".encode())
        seen: set[str] = set()
        todo = [path]
        while todo:
            here = todo.pop()
            if here in seen:
                continue
            seen.add(here)
            data = content(self._tree, here)
            if word.search(data) and self.stars(here).hands_on(name):
                return True
            for star in seem_starred(data, self._modules.files[here].likely_package):
                todo += self._modules.meant(star, here)
        return False

    def bound(self, path: str) -> dict[str, set[str]]:
        """Map the names that imports of a module bind to what they mean."""
        if path not in self._bound:
            file, found = self._modules.files[path], self._bound.setdefault(path, {})
            with suppress(FileRefused, RecursionError):
                for fragment in read(path, content(self._tree, path)).fragments:
                    source = fragment.source
                    imports = read_imports(
                        source, ImportContext.of(file.likely_package, file.module)
                    )
                    found |= meanings_of(imports)
        return self._bound[path]

    def _scan(self, path: str) -> tuple[dict[str, tuple[Handed, ...]], Starred]:
        if path not in self._read:
            hands: dict[str, tuple[Handed, ...]] = {}
            stars = Starred()
            file = self._modules.files[path]
            package = file.module if file.stem == "__init__" else ""
            with suppress(OSError, FileRefused, RecursionError):
                for fragment in read(path, self._tree.read(path)).fragments:
                    source = fragment.source
                    imports = read_imports(
                        source, ImportContext.of(file.likely_package, file.module)
                    )
                    hands |= handed(source, imports, package, self._table)
                    stars = starred(source, imports)
            self._read[path] = hands, stars
        return self._read[path]


def means_otherwise(
    file: File, data: bytes, names: Mapping[str, str]
) -> frozenset[str]:
    """Return the names that mean something else in a file than what is told of them.

    Below its last star a file may bind them again.
    """
    found: set[str] = set()
    with suppress(FileRefused, RecursionError):
        for fragment in read(file.path, data).fragments:
            source = fragment.source
            imports = read_imports(
                source, ImportContext.of(file.likely_package, file.module)
            )
            scopes, bound = Scopes(source.tree, ()), meanings_of(imports)
            own = starred(source, imports).own
            early = {
                node.id
                for node in walk(source.tree)
                if isinstance(node, ast.Name)
                and isinstance(node.ctx, ast.Load)
                and source.start(node) < own.get(node.id, 0)
            }
            found |= {
                name
                for name, means in names.items()
                if scopes.mention(name)
                and (name not in own or name in early)
                and (bound.get(name) != {means} or name in scopes.module.bound)
            }
    return frozenset(found)


def _listed(source: Source) -> frozenset[str] | None:
    """Return what a module lists in `__all__`, where it is a list of literals."""
    if b"__all__" not in source.code:
        return None
    found: set[str] = set()
    for statement in source.tree.body:
        if b"__all__" in source.code[source.start(statement) : source.end(statement)]:
            if not _is_plain(statement):
                return None
            found.update(MODULE.exported(statement))
    return frozenset(found)


def _is_plain(statement: ast.stmt) -> bool:
    """Return whether all that a statement puts into `__all__` is spelled out."""
    values = walk(getattr(statement, "value", statement))
    plain = (ast.List, ast.Tuple, ast.Constant)
    is_assigned = isinstance(statement, ast.Assign | ast.AugAssign | ast.AnnAssign)
    return is_assigned and all(isinstance(one, plain) for one in values)
