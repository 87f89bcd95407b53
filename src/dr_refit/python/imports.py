"""The import statements of a module: what they bind, and where they stand."""

from __future__ import annotations

import ast
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from dr_refit import names
from dr_refit.patterns import regex
from dr_refit.python.annotations import last_name
from dr_refit.python.choices import CHOICES, Choice, parts
from dr_refit.python.nodes import walk
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from dr_refit.python.source import Source

    type ImportStatement = ast.Import | ast.ImportFrom

_IMPORT_ERRORS = {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"}
_KEYWORD = regex(rb"import")


class Import(NamedTuple):
    """One binding an import statement makes: `from module import name as local`.

    Without a name: `import module`, or `import module as local`.
    """

    module: str
    name: str = ""
    #: Empty where the name, or the module's first part, binds itself.
    local: str = ""

    @property
    def text(self) -> str:
        """The alias as it stands in a statement."""
        alias = self.name or self.module
        return f"{alias} as {self.local}" if self.local else alias

    @property
    def statement(self) -> str:
        """The whole statement."""
        if self.name:
            return f"from {self.module} import {self.text}"
        return f"import {self.text}"

    @property
    def binding(self) -> tuple[str, str]:
        """The local name, and the dotted name it means (all that it loads)."""
        if self.name:
            return self.local or self.name, f"{self.module}.{self.name}"
        if self.local:
            return self.local, self.module
        return names.root(self.module), f"import {self.module}"


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """The block that a statement stands in."""

    body: list[ast.stmt]
    #: It is the body of a module, function or class itself, under no condition.
    unconditional: bool = True
    #: It is, or stands in, the body of a `try` that catches a failing import.
    guarded: bool = False
    #: The branches that it stands in, those around its function too; outermost first.
    choices: tuple[Choice, ...] = ()
    #: The function or class whose body it is in; None: the module's own.
    scope: ast.AST | None = None
    #: It is in a class, or in what is in one.
    in_class: bool = False


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class ImportAlias:
    """One alias of an import statement."""

    statement: ImportStatement
    index: int
    block: Block
    #: The dotted name that is imported; of a star the module. A relative one is made
    #: absolute, and keeps its dots where that is impossible.
    target: str
    #: The name it binds; "*" for a star.
    local: str
    #: Meant for others, or for its effect: F401 is silenced, a name of a package's own.
    reexported: bool = False

    @property
    def alias(self) -> ast.alias:
        """The alias itself."""
        return self.statement.names[self.index]

    @property
    def is_redundant(self) -> bool:
        """`import a as a`, `from a import b as b`: meant for others in typed code."""
        return self.alias.asname == self.alias.name

    @property
    def is_public(self) -> bool:
        """Whether type checkers see that a typed module hands it on."""
        return self.is_redundant and self.block.scope is None

    @property
    def is_plain_import(self) -> bool:
        """`import a.b`: it binds `a`, and loads `a.b`."""
        return isinstance(self.statement, ast.Import) and not self.alias.asname

    @property
    def level(self) -> int:
        """The dots of a relative import; 0 where it is none."""
        statement = self.statement
        return statement.level if isinstance(statement, ast.ImportFrom) else 0


class ImportContext(NamedTuple):
    """Where import statements stand."""

    #: The package that relative ones start from; empty where it is unknown.
    package: str = ""
    #: The file is the `__init__` of it.
    is_package: bool = False
    #: Modules that their packages cover by other names.
    covered: Collection[str] = ()

    @classmethod
    def of(
        cls, package: str, module: str, covered: Collection[str] = ()
    ) -> ImportContext:
        """Return the place that has these dotted names, empty where unknown."""
        # from . import b    in the package itself: what covers it comes later
        others = {one for one in covered if names.parent(one) != module}
        return cls(package, bool(module) and module == package, others)


def read_imports(source: Source, context: ImportContext) -> tuple[ImportAlias, ...]:
    """List every alias of every import statement, in the order of the file."""
    lines = source.lines_with(_KEYWORD)
    return tuple(
        alias
        for statement, block in _walk(source.tree.body, Block(source.tree.body), lines)
        for alias in aliases(source, statement, block, context)
    )


def import_runs(imports: Iterable[ImportAlias]) -> list[list[ImportAlias]]:
    """Group the aliases of statements that follow each other directly."""
    runs: list[list[ImportAlias]] = []
    order: dict[ast.stmt, int] = {}
    last: ImportAlias | None = None
    for alias in imports:
        if alias.statement not in order:
            order |= {each: index for index, each in enumerate(alias.block.body)}
        if (
            last is not None
            and last.block.body is alias.block.body
            and order[alias.statement] <= order[last.statement] + 1
        ):
            runs[-1].append(alias)
        else:
            runs.append([alias])
        last = alias
    return runs


def aliases(
    source: Source, statement: ImportStatement, block: Block, context: ImportContext
) -> Iterator[ImportAlias]:
    """Yield what an import statement imports."""
    module = ""
    if isinstance(statement, ast.ImportFrom):
        module = absolute(statement, context.package)
        module = module or "." * statement.level + (statement.module or "")
    unused = source.says(statement, "F401")
    for index, alias in enumerate(statement.names):
        if not module:
            target = alias.name
        else:
            target = module if alias.name == "*" else f"{module}.{alias.name}"
        if target in context.covered and alias.name != "*" and (module or alias.asname):
            # from a import b, import a.b as c
            target = names.covering(target)
        yield ImportAlias(
            statement=statement,
            index=index,
            block=block,
            target=target,
            local=names.bound_name(alias),
            reexported=unused or (context.is_package and target != alias.name),
        )


def _walk(
    body: list[ast.stmt], block: Block, lines: list[int]
) -> Iterator[tuple[ImportStatement, Block]]:
    """Walk the import statements of a block; `lines` hold the word `import`."""
    for statement in body:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            yield statement, block
        elif isinstance(statement, _BLOCKS):
            at = bisect_left(lines, statement.lineno)
            if at < len(lines) and lines[at] <= (statement.end_lineno or 0):
                yield from _inside(statement, block, lines)


_BLOCKS = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.If,
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.With,
    ast.AsyncWith,
    ast.Try,
    ast.TryStar,
    ast.Match,
)


def _inside(
    statement: ast.stmt, block: Block, lines: list[int]
) -> Iterator[tuple[ImportStatement, Block]]:
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        own = Block(
            statement.body,
            choices=block.choices,
            scope=statement,
            in_class=block.in_class or isinstance(statement, ast.ClassDef),
        )
        yield from _walk(own.body, own, lines)
        return
    caught = _caught(statement)
    for body, branch in _blocks(statement):
        inner = Block(
            body,
            unconditional=False,
            # Only what stands in the `try` itself is caught, not in its `else`.
            guarded=block.guarded or body is caught,
            choices=block.choices
            if branch is None
            else (*block.choices, Choice(statement, branch)),
            scope=block.scope,
            in_class=block.in_class,
        )
        yield from _walk(body, inner, lines)


def _blocks(statement: ast.stmt) -> Iterator[tuple[list[ast.stmt], int | None]]:
    """Yield the blocks in a statement, and the branch of it that each is in."""
    if not isinstance(statement, CHOICES):
        yield getattr(statement, "body", []), None
        yield getattr(statement, "orelse", []), None
        return
    for nodes, branch in parts(statement):
        match nodes:
            case [ast.ExceptHandler() | ast.match_case() as node]:
                yield node.body, branch
            case [ast.stmt(), *_]:
                yield cast("list[ast.stmt]", nodes), branch


def _caught(statement: ast.stmt) -> list[ast.stmt] | None:
    """Return the body in which nobody sees that an import fails, if there is one."""
    match statement:
        case ast.Try() | ast.TryStar():
            types = [handler.type for handler in statement.handlers]
            if any(one is None or _is_import_error(one) for one in types):
                return statement.body
        case ast.With() | ast.AsyncWith():
            for item in statement.items:
                call = item.context_expr
                # with contextlib.suppress(ImportError):
                if (
                    isinstance(call, ast.Call)
                    and last_name(call.func) == "suppress"
                    and any(map(_is_import_error, call.args))
                ):
                    return statement.body
    return None


def _is_import_error(caught: ast.expr) -> bool:
    """Return whether one of the exceptions is raised where an import fails."""
    nodes = [node for node in walk(caught) if isinstance(node, ast.expr)]
    return not _IMPORT_ERRORS.isdisjoint(map(last_name, nodes))


def absolute(statement: ast.ImportFrom, package: str) -> str:
    """Return the module of a from-import; empty where a relative one cannot be known.

    `package` is the dotted package that the file belongs to.
    """
    return names.absolute("." * statement.level + (statement.module or ""), package)
