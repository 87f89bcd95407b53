"""Who takes a name from a module: a search in the bytes of all files of a project.

Few files come through it, and only these are parsed.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, NamedTuple

from dr_refit.codemod.formats import format_named, read
from dr_refit.codemod.handed import Hint, chain_before, seem_bound
from dr_refit.errors import FileRefused
from dr_refit.findings import Code, Position
from dr_refit.names import leaf, parent
from dr_refit.python.imports import read_imports

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from dr_refit.codemod.document import Document, Fragment
    from dr_refit.python.imports import ImportAlias
    from dr_refit.tree.discover import File
    from dr_refit.tree.model import Tree

#: from a.b import *
_STAR = re.compile(rb"import(?<!\wimport)[\s\\(]*\*")
_DOTTED = re.compile(r"[^\W\d]\w*(?:\.\w+)*")


class Use(NamedTuple):
    """A dotted name that a file reaches, and where."""

    dotted: str
    position: Position
    #: It stands in a string, and may be anything; or a comment silences it.
    silent: bool = False
    #: The module that an import loads for it; empty: it stands in an expression.
    loads: str = ""


class Taker(NamedTuple):
    """What a file takes from others, as far as the names that were searched for go."""

    #: What it reaches through its imports.
    uses: tuple[Use, ...] = ()
    #: What it refers to without an import.
    loose: tuple[Use, ...] = ()
    #: What the module itself imports by a name: local name, dotted name.
    binds: tuple[tuple[str, str], ...] = ()
    #: The modules of which it imports all.
    stars: tuple[str, ...] = ()


NOTHING = Taker()


class Search:
    """Finds the files that may take names; travels to other processes by fork."""

    def __init__(self, tree: Tree, names: Collection[str]) -> None:
        self.tree = tree
        self.names = frozenset(names)
        self._words = {name: (name.encode(), _attribute(name)) for name in names}
        anyone = "|".join(map(re.escape, sorted(names)))
        #: An import of one of the names; `import a as name` is none.
        self._imports = re.compile(
            rb"import(?<!\wimport)(?!\w)[\s\\]*"
            rb"(?:\([^)]*?|(?:[^\r\n;\\]|\\\r?\n?)*?)"
            + rf"(?<!\w)(?<!as )(?:{anyone})(?!\w)".encode()
        )

    def __call__(self, file: File) -> Hint | None:
        """Return what a file seems to take; None where that is nothing."""
        try:
            data = self.tree.read(file.path)
        except OSError:
            # It is reported where it is to be rewritten.
            return None
        form = format_named(file.path)
        if form is not None:
            data = form.plain(data)
        star = b"*" in data and _STAR.search(data) is not None
        if not star and not self._may_take(data):
            return None
        names: set[tuple[str, str, str]] = set()
        stars: set[str] = set()
        #: Local name -> what it seems to mean.
        meanings: dict[str, str] = {}
        for local, means in seem_bound(data, file.likely_package):
            module, name = parent(means), leaf(means)
            meanings[local] = means
            if local == "*":
                stars.add(module)
            elif module and name in self.names:
                names.add((module, name, local))
        for name, (word, attribute) in self._words.items():
            for found in attribute.finditer(data) if word in data else ():
                chain = chain_before(data, found.start())
                first, dot, rest = chain.partition(".")
                if first in meanings:
                    names.add((meanings[first] + dot + rest, name, ""))
        return Hint(frozenset(names), frozenset(stars)) if names or stars else None

    def _may_take(self, data: bytes) -> bool:
        held = [attribute for word, attribute in self._words.values() if word in data]
        return bool(held) and (
            any(attribute.search(data) for attribute in held)
            or self._imports.search(data) is not None
        )


class Wanted:
    """The names that are looked for, by the module that has them."""

    def __init__(self, modules: Iterable[tuple[File, Iterable[str]]]) -> None:
        self._names: dict[str, set[str]] = {}
        for file, names in modules:
            self._add(file, names)

    @property
    def names(self) -> frozenset[str]:
        """All names, of whatever module."""
        return frozenset(name for some in self._names.values() for name in some)

    def hand_on(self, hints: Mapping[File, Hint]) -> None:
        """Look for the names in those modules, too, that have them from one another."""
        todo = dict(hints)
        while handing := [file for file, hint in todo.items() if self.by(hint)]:
            for file in handing:
                hint = todo.pop(file)
                self._add(file, {local for *_, local in self._of(hint) if local})
                for star in hint.stars:
                    self._add(file, {*self._names.get(star, ())})

    def by(self, hint: Hint) -> bool:
        """Return whether a file may take one of the names."""
        return bool(self._of(hint)) or not hint.stars.isdisjoint(self._names)

    def _of(self, hint: Hint) -> list[tuple[str, str, str]]:
        return [one for one in hint.names if one[1] in self._names.get(one[0], ())]

    def _add(self, file: File, names: Iterable[str]) -> None:
        for module in file.importable:
            self._names.setdefault(module, set()).update(names)


class Take:
    """Reads what files take; travels to other processes by fork."""

    def __init__(self, tree: Tree, names: frozenset[str]) -> None:
        self.tree = tree
        self.names = names

    def __call__(self, file: File) -> Taker:
        """Return what a file takes."""
        return self.of(file, self.tree.read(file.path))

    def of(self, file: File, data: bytes) -> Taker:
        """Return what a file of this content takes."""
        try:
            document = read(file.path, data)
            return _merged(
                _found(document, fragment, file, self.names)
                for fragment in document.fragments
            )
        except (FileRefused, RecursionError):
            return NOTHING


def _attribute(name: str) -> re.Pattern[bytes]:
    """Match a name as an attribute.

    Its letters come first: such a pattern is found as fast as they are.
    """
    text = re.escape(name)
    return re.compile(rf"{text}(?<=\.{text})(?!\w)".encode())


def _merged(takers: Iterator[Taker]) -> Taker:
    every = [*takers]
    return Taker(
        uses=tuple(use for one in every for use in one.uses),
        loose=tuple(use for one in every for use in one.loose),
        binds=tuple(pair for one in every for pair in one.binds),
        stars=tuple(star for one in every for star in one.stars),
    )


def _found(
    document: Document, fragment: Fragment, file: File, names: frozenset[str]
) -> Taker:
    source = fragment.source
    imports = read_imports(source, file.likely_package, file.module)
    #: Local name -> what it may mean.
    bases: dict[str, set[str]] = {}
    for alias in imports:
        base = alias.local if alias.is_plain_import else alias.target
        bases.setdefault(alias.local, set()).add(base)
    uses: list[Use] = []
    loose: list[Use] = []
    for node, dotted in _dotted(source.tree, imports):
        if names.isdisjoint(dotted.split(".")):
            continue
        line, column = source.position(source.start(node))
        position = document.position(fragment, Position(line=line, column=column))
        quoted = isinstance(node, ast.Constant)
        silent = quoted or source.ignores(node, Code.TAKEN_ELSEWHERE)
        name, dot, rest = dotted.partition(".")
        if isinstance(node, ast.stmt):
            loads = dotted if isinstance(node, ast.Import) else parent(dotted)
            uses.append(Use(dotted, position, silent, loads))
        elif name in bases:
            uses += [Use(base + dot + rest, position, silent) for base in bases[name]]
        elif "*" in bases:
            loose.append(Use(dotted, position, silent))
    return Taker(
        uses=tuple(uses),
        loose=tuple(loose),
        binds=tuple(
            (alias.local, alias.target)
            for alias in imports
            if alias.block.scope is None and not alias.is_plain_import
        ),
        stars=tuple(alias.target for alias in imports if alias.local == "*"),
    )


def _dotted(
    tree: ast.Module, imports: Iterable[ImportAlias]
) -> Iterator[tuple[ast.stmt | ast.expr, str]]:
    """Yield the dotted names that are imported, and those that stand in expressions."""
    for alias in imports:
        yield alias.statement, alias.target
    inner: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Name) and node not in inner:
            parts, dotted = _chain(node)
            inner.update(parts)
            if dotted:
                yield node, dotted
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            for dotted in _DOTTED.findall(node.value):
                yield node, dotted


def _chain(node: ast.expr) -> tuple[list[ast.expr], str]:
    """Return the parts of an attribute chain, and its text; empty: on no name."""
    inside: list[ast.expr] = []
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
        inside.append(node)
    if not isinstance(node, ast.Name):
        return inside, ""
    return inside, ".".join([node.id, *reversed(names)])
