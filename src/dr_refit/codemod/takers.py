"""What files take from each other."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from dr_refit.codemod.formats import read
from dr_refit.codemod.handed import doubtful
from dr_refit.codemod.replacing import bound, by_letter, replaced, shape_of, taken
from dr_refit.codemod.starred import starred
from dr_refit.codes import Code
from dr_refit.errors import FileRefused
from dr_refit.names import DOTTED, leaf, parent, prefixes, reached, root
from dr_refit.patterns import regex
from dr_refit.python.by_name import assigned
from dr_refit.python.by_name import imported as by_letters
from dr_refit.python.chains import dotted_name
from dr_refit.python.choices import is_asked
from dr_refit.python.imports import ImportContext, read_imports
from dr_refit.python.loads import base_of
from dr_refit.python.nodes import walk
from dr_refit.python.parents import Parents
from dr_refit.records import NamedTuple
from dr_refit.tree.model import content

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dr_refit.codemod.document import Document, Fragment
    from dr_refit.findings import Position
    from dr_refit.python.imports import ImportAlias
    from dr_refit.tree.discover import File
    from dr_refit.tree.model import Tree

_DOTTED = regex(DOTTED)


class Use(NamedTuple):
    """A dotted name that a file reaches, and where."""

    dotted: str
    position: Position
    #: It stands in a string, and may be anything; or a comment silences it.
    silent: bool = False
    #: The module that an import loads for it; empty: it stands in an expression.
    loads: str = ""
    #: What it names may be passed on.
    whole: bool = False
    #: A pattern of the names that are taken of it by their letters; empty: any.
    shape: str = ""
    #: It stands in a string: what takes it by that imports the modules on the way.
    quoted: bool = False
    #: A star import may bind its beginning: so many parts, less one.
    starred: int = -1
    #: It is bound to something else: what it was is not taken.
    stored: bool = False

    @property
    def taken(self) -> str:
        """What is asked for."""
        return parent(self.dotted) if self.stored else self.dotted

    @property
    def is_passed(self) -> bool:
        """Whether all of what it names may be passed on; a text passes on nothing."""
        return self.whole and not (self.stored or self.quoted)

    @property
    def is_sure(self) -> bool:
        """Whether it is known by which import it is reached."""
        return self.starred < 0

    def spelled(self, names: frozenset[str]) -> frozenset[str]:
        """Return which of some names may be taken of what it names.

        getattr(a, f"b_{c}")
        """
        if not self.shape:
            return names
        return frozenset(filter(re.compile(self.shape).fullmatch, names))

    @property
    def imported(self) -> Iterator[str]:
        """What is imported as a module, if it is one: from a import b    "a.b.f"."""
        if self.quoted:
            yield from prefixes(self.dotted)
        elif self.loads == parent(self.dotted):
            yield self.dotted


class Bound(NamedTuple):
    """A name of a module that an import binds, and what it means."""

    local: str
    means: str
    #: It is imported under no condition, and never is something else.
    sure: bool


class Taker(NamedTuple):
    """What a file takes from others, as far as the names that were searched for go."""

    #: What it reaches through its imports.
    uses: tuple[Use, ...] = ()
    #: What it refers to without an import.
    loose: tuple[Use, ...] = ()
    #: What the module itself imports by a name.
    binds: tuple[Bound, ...] = ()
    #: The modules of which it imports all.
    stars: tuple[str, ...] = ()
    #: What it reaches through its imports, and binds to something else.
    replaces: tuple[str, ...] = ()


NOTHING = Taker()


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
                _found(document, fragment, context, self.names)
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


def _found(
    document: Document,
    fragment: Fragment,
    context: ImportContext,
    names: frozenset[str],
) -> Taker:
    source = fragment.source
    imports = read_imports(source, context)
    #: Local name -> what it may mean.
    bases: dict[str, set[str]] = {}
    for alias in imports:
        bases.setdefault(alias.local, set()).add(base_of(alias))
    by_name = {root(one) for one in by_letters(source.code)}
    for local, modules in [
        *bound(source.tree, dict(bases)),
        *((one, {one}) for one in by_name),
    ]:
        bases[local] = bases.get(local, set()) | modules
    # from app.low import old as it; it
    known = {one for one, some in bases.items() if names & {*map(leaf, some)}}
    uses: list[Use] = []
    loose: list[Use] = []
    parents = Parents(source.tree)
    # class A:
    #     from app import low
    attributes = {
        alias.statement
        for alias in imports
        if isinstance(alias.block.scope, ast.ClassDef)
    }
    own = starred(source, imports).own
    for node, written in _dotted(source.tree, imports):
        # use(a.__dict__)
        dotted = written.partition(".__dict__")[0]
        if names.isdisjoint(dotted.split(".")) and root(dotted) not in known:
            continue
        position = document.position(fragment, source.position(source.start(node)))
        quoted = isinstance(node, ast.Constant)
        # patch("a.b.c")
        whole = isinstance(node, ast.Constant) and node.value == dotted
        silent = (quoted and not whole) or source.ignores(node, Code.TAKEN_ELSEWHERE)
        name, dot, rest = dotted.partition(".")
        stored = not isinstance(getattr(node, "ctx", ast.Load()), ast.Load)
        if isinstance(node, ast.stmt):
            loads = dotted if isinstance(node, ast.Import) else parent(dotted)
            whole = node in attributes
            uses.append(Use(dotted, position, silent, loads, whole=whole))
        elif name in bases:
            silent = silent or quoted
            whole = not (is_asked(node, parents) or by_letter(node, parents))
            uses += [
                Use(
                    reached(base, rest.split(".") if dot else (), context.covered),
                    position,
                    silent,
                    whole=whole,
                    shape=shape_of(node, parents),
                    quoted=quoted,
                    stored=stored,
                )
                for base in bases[name]
            ]
        elif whole:
            uses.append(Use(dotted, position, silent, quoted=True))
        silent = silent or quoted
        if "*" in bases and not isinstance(node, ast.stmt):
            # It may bind what another import binds, too.
            if name in own and (stored or source.start(node) > own[name]):
                continue
            whole = not (is_asked(node, parents) or by_letter(node, parents))
            loose.append(Use(dotted, position, silent, whole=whole))
            uses += [
                # from package import *    module.a
                loose[-1]._replace(
                    dotted=f"{star}.{dotted}", starred=star.count(".") + 1
                )
                for star in (bases["*"] if rest else ())
            ]
    unsure = doubtful(source, imports)
    unsure |= {local for local, meanings in bases.items() if len(meanings) > 1}
    return Taker(
        uses=tuple(uses),
        loose=tuple(loose),
        binds=tuple(
            Bound(alias.local, base_of(alias), alias.local not in unsure)
            for alias in imports
            if alias.block.scope is None and alias.local != "*"
        )
        + tuple(Bound(*pair, sure=False) for pair in assigned(source.tree)),
        stars=tuple(alias.target for alias in imports if alias.local == "*"),
        replaces=tuple(
            f"{base}.{rest if name in bases else leaf(rest)}"
            for dotted in replaced(source.tree, names)
            for name, _, rest in [dotted.partition(".")]
            # Of something that may be any module of those that are there.
            for base in bases.get(name) or frozenset().union(*bases.values())
        ),
    )


def _dotted(
    tree: ast.Module, imports: Iterable[ImportAlias]
) -> Iterator[tuple[ast.stmt | ast.expr, str]]:
    """Yield the dotted names that are imported, and those that stand in expressions."""
    for alias in imports:
        yield alias.statement, alias.target
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
