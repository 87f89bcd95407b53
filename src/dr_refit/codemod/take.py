"""Reads what files take from each other."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from dr_refit.codemod.formats import read
from dr_refit.codemod.handed import doubtful
from dr_refit.codemod.replacing import bound, by_letter, replaced, shape_of, taken
from dr_refit.codemod.starred import starred
from dr_refit.codemod.takers import NOTHING, Bound, Taker, Use
from dr_refit.codes import Code
from dr_refit.errors import FileRefused
from dr_refit.names import DOTTED, leaf, parent, reached, root
from dr_refit.patterns import regex
from dr_refit.python.by_name import assigned
from dr_refit.python.by_name import imported as by_letters
from dr_refit.python.chains import dotted_name
from dr_refit.python.choices import is_asked
from dr_refit.python.imports import ImportContext, read_imports
from dr_refit.python.loads import base_of
from dr_refit.python.nodes import walk
from dr_refit.python.parents import Parents
from dr_refit.tree.model import content

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.codemod.document import Document, Fragment
    from dr_refit.findings import Position
    from dr_refit.python.imports import ImportAlias
    from dr_refit.tree.discover import File
    from dr_refit.tree.model import Tree

_DOTTED = regex(DOTTED)


class Take:
    """Reads what files take; travels to other processes by fork."""

    def __init__(
        self, tree: Tree, names: frozenset[str], covered: frozenset[str]
    ) -> None:
        self.tree = tree
        self.names = names
        #: Modules that their packages cover by other names.
        self.covered = covered

    def __call__(self, file: File) -> Taker:
        """Return what a file takes."""
        return self.of(file, content(self.tree, file.path))

    def of(self, file: File, data: bytes) -> Taker:
        """Return what a file of this content takes."""
        try:
            document = read(file.path, data)
            context = ImportContext.of(file.likely_package, file.module, self.covered)
            return _merged(
                FragmentReader(document, fragment, context, self.names).read()
                for fragment in document.fragments
            )
        except (FileRefused, RecursionError):
            return NOTHING


def _merged(takers: Iterator[Taker]) -> Taker:
    every = [*takers]
    return Taker(
        uses=tuple(use for one in every for use in one.uses),
        loose=tuple(use for one in every for use in one.loose),
        binds=tuple(pair for one in every for pair in one.binds),
        stars=tuple(star for one in every for star in one.stars),
        replaces=tuple(name for one in every for name in one.replaces),
    )


class FragmentReader:
    """Reads what a fragment takes, as far as some names go."""

    def __init__(
        self,
        document: Document,
        fragment: Fragment,
        context: ImportContext,
        names: frozenset[str],
    ) -> None:
        self._document, self._fragment = document, fragment
        self._source, self._tree = fragment.source, fragment.source.tree
        self._names, self._covered = names, context.covered
        self._imports = read_imports(self._source, context)
        self._parents = Parents(self._tree)
        #: Local name -> what it may mean; of `*`, the modules of star imports.
        self._bases = self._meanings()
        # from a.low import old as it    it
        self._aliases = {
            local
            for local, meanings in self._bases.items()
            if names & {*map(leaf, meanings)}
        }
        #: What it binds itself -> where, though a star import may bind it, too.
        self._own = starred(self._source, self._imports).own

    def _meanings(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for alias in self._imports:
            found.setdefault(alias.local, set()).add(base_of(alias))
        by_name = {root(one) for one in by_letters(self._source.code)}
        for local, modules in [
            *bound(self._tree, dict(found)),
            *((one, {one}) for one in by_name),
        ]:
            found[local] = found.get(local, set()) | modules
        return found

    def read(self) -> Taker:
        """Return what it takes."""
        uses = [self._imported(a) for a in self._imports if self._matters(a.target)]
        loose: list[Use] = []
        for node, written in _dotted(self._tree):
            # use(a.__dict__)
            dotted = written.partition(".__dict__")[0]
            if not self._matters(dotted):
                continue
            if root(dotted) in self._bases:
                uses += self._through_imports(self._use(node, dotted))
            elif isinstance(node, ast.Constant) and node.value == dotted:
                uses.append(self._quoted(node))
            if "*" in self._bases and not self._is_own(node, dotted):
                use = self._use(node, dotted)
                loose.append(use._replace(shape="", quoted=False, stored=False))
                uses += self._through_stars(loose[-1])
        return Taker(
            uses=tuple(uses),
            loose=tuple(loose),
            binds=tuple(self._binds()),
            stars=tuple(alias.target for alias in self._imports if alias.local == "*"),
            replaces=tuple(self._replaces()),
        )

    def _matters(self, dotted: str) -> bool:
        return root(dotted) in self._aliases or not self._names.isdisjoint(
            dotted.split(".")
        )

    def _imported(self, alias: ImportAlias) -> Use:
        statement, target = alias.statement, alias.target
        return Use(
            target,
            self._position(statement),
            self._is_silent(statement),
            loads=target if isinstance(statement, ast.Import) else parent(target),
            # class A:
            #     from a import low
            whole=isinstance(alias.block.scope, ast.ClassDef),
        )

    def _quoted(self, node: ast.Constant) -> Use:
        """Return what a text names: patch("a.b.c")."""
        assert isinstance(node.value, str)
        position, silent = self._position(node), self._is_silent(node)
        return Use(node.value, position, silent, quoted=True)

    def _use(self, node: ast.expr, dotted: str) -> Use:
        """Return a use of a name as it is written."""
        quoted, ctx = isinstance(node, ast.Constant), getattr(node, "ctx", ast.Load())
        return Use(
            dotted,
            self._position(node),
            silent=quoted or self._is_silent(node),
            whole=not (is_asked(node, self._parents) or by_letter(node, self._parents)),
            shape=shape_of(node, self._parents),
            quoted=quoted,
            stored=not isinstance(ctx, ast.Load),
        )

    def _position(self, node: ast.stmt | ast.expr) -> Position:
        where = self._source.position(self._source.start(node))
        return self._document.position(self._fragment, where)

    def _is_silent(self, node: ast.stmt | ast.expr) -> bool:
        return self._source.ignores(node, Code.TAKEN_ELSEWHERE)

    def _is_own(self, node: ast.expr, dotted: str) -> bool:
        """Return whether a name is surely not what a star import binds."""
        is_loaded = isinstance(getattr(node, "ctx", ast.Load()), ast.Load)
        bound = self._own.get(root(dotted))
        return bound is not None and not (
            is_loaded and self._source.start(node) <= bound
        )

    def _through_imports(self, use: Use) -> Iterator[Use]:
        """Yield what is reached by what the imports bind."""
        name, dot, rest = use.dotted.partition(".")
        path = rest.split(".") if dot else ()
        for base in self._bases[name]:
            yield use._replace(dotted=reached(base, path, self._covered))

    def _through_stars(self, use: Use) -> Iterator[Use]:
        """Yield what is reached by star imports: from package import *    module.a."""
        if "." in use.dotted:
            for star in self._bases["*"]:
                dotted = f"{star}.{use.dotted}"
                yield use._replace(dotted=dotted, starred=star.count(".") + 1)

    def _binds(self) -> Iterator[Bound]:
        unsure = doubtful(self._source, self._imports)
        unsure |= {name for name, some in self._bases.items() if len(some) > 1}
        for alias in self._imports:
            if alias.block.scope is None and alias.local != "*":
                yield Bound(alias.local, base_of(alias), alias.local not in unsure)
        for local, means in assigned(self._tree):
            yield Bound(local, means, sure=False)

    def _replaces(self) -> Iterator[str]:
        for dotted in replaced(self._tree, self._names):
            name, _, rest = dotted.partition(".")
            meanings = self._bases.get(name)
            # Of something that may be any module of those that are there.
            for base in meanings or frozenset().union(*self._bases.values()):
                yield f"{base}.{rest if meanings else leaf(rest)}"


def _dotted(tree: ast.Module) -> Iterator[tuple[ast.expr, str]]:
    """Yield the dotted names that stand in expressions."""
    inner: set[ast.AST] = set()
    for node in walk(tree):
        if isinstance(node, ast.Attribute):
            inner.add(node.value)
        if isinstance(node, ast.Attribute | ast.Name):
            if node not in inner and (dotted := dotted_name(node) or taken(node)):
                yield node, dotted
        elif isinstance(node, ast.Call | ast.Subscript) and node not in inner:
            if dotted := taken(node):
                yield node, dotted
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            for dotted in _DOTTED.findall(node.value):
                yield node, dotted
