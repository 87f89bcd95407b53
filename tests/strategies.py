"""What Hypothesis draws: import statements in every layout, programs, migrations.

Runs are the same every time (derandomized). To look for more than a run of CI does:

    PYTHONPATH=tests .venv/bin/pytest -p strategies --hypothesis-profile=long \
        tests/test_statements.py tests/test_properties.py
"""

from __future__ import annotations

import ast
import os
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import conformance_oracle as oracle
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from dr_refit.migration.model import Migration, Move
from dr_refit.migration.table import MoveTable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dr_refit.python.source import Source

_SLOW = (HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large)
settings.register_profile(
    "quick",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=_SLOW,
)
settings.register_profile(
    "long", deadline=None, database=None, suppress_health_check=_SLOW
)
if settings.get_current_profile_name() != "long":
    settings.load_profile("quick")


def is_long() -> bool:
    """Whether this run may take hours."""
    return settings.get_current_profile_name() == "long"


def examples[F: Callable[..., object]](count: int) -> Callable[[F], F]:
    """Set how many examples a property is tried on; `--hypothesis-profile` scales."""

    def decorate(function: F) -> F:
        more = 100 if is_long() else 1
        decorated: F = settings(max_examples=count * more)(function)
        return decorated

    return decorate


def lookup_of(moves: Sequence[Move]) -> MoveTable:
    """Make one migration of moves."""
    return MoveTable([Migration(id="drawn", moves=tuple(moves))])


def pushed(dotted: str, moves: Sequence[Move]) -> str:
    """Push a dotted name through moves: the longest match wins, once."""
    fitting = [m for m in moves if f"{dotted}.".startswith(f"{m.old}.")]
    if not fitting:
        return dotted
    best = max(fitting, key=lambda move: len(move.old))
    return best.new + dotted[len(best.old) :]


# Standard library


def standard_library(every: int = 1, tests_every: int = 1) -> list[Path]:
    """Choose every so many of the standard library's files, and of its tests."""
    root = Path(os.__file__).parent
    chosen = []
    for path in sorted(root.rglob("*.py")):
        parts = path.relative_to(root).parts
        if "site-packages" in parts:
            continue
        is_test = bool({"test", "tests", "idle_test"} & {*parts})
        number = sum(f"{path.name}{len(parts)}".encode())
        if number % (tests_every if is_test else every) == 0:
            chosen.append(path)
    return chosen


def parses(data: bytes) -> bool:
    """Whether the running interpreter compiles a file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            compile(data, "<drawn>", "exec", dont_inherit=True)
        except (SyntaxError, ValueError):
            return False
    return True


def allowed_spans(source: Source) -> list[tuple[int, int]]:
    """Where edits may be: the lines of imports; names, chains and strings."""
    spans = []
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            end = source.line_end(source.end(node))
            newline = len(source.newline_after(end))
            spans.append((source.line_start(source.start(node)), end + newline))
        elif isinstance(node, ast.Name | ast.Attribute) or (
            isinstance(node, ast.Constant) and isinstance(node.value, str)
        ):
            spans.append((source.start(node), source.end(node)))
    return spans


# The oracle


class Strict(oracle.Build):
    """The oracle, where it was laxer than Python.

    It lets comprehensions in a class body see the names of the class, does not take
    `del x` for a binding of x, but takes `x: int` in a class for one.
    """

    def lookup(
        self, name: str, sc: oracle.Scope | None
    ) -> tuple[set[str] | None, bool]:
        here = sc
        while here is not None:
            if here.declared.get(name) == "global":
                return self.root.imports.get(name), name in self.root.others
            seen = here is sc or not isinstance(here.node, ast.ClassDef)
            if seen and (name in here.imports or name in here.others):
                return here.imports.get(name), name in here.others
            here = here.parent
        return None, False

    def visit_AnnAssign(self, n: ast.AnnAssign) -> None:  # noqa: N802 - ast's name
        assert self.cur is not None
        if n.simple and n.value is None and isinstance(self.cur.node, ast.ClassDef):
            self.ann(n.annotation)  # type: ignore[no-untyped-call, unused-ignore]
        else:
            super().visit_AnnAssign(n)  # type: ignore[no-untyped-call, unused-ignore]

    def visit_Name(self, n: ast.Name) -> None:  # noqa: N802 - ast's name
        if isinstance(n.ctx, ast.Del):
            assert self.cur is not None
            self.cur.others.add(n.id)
        super().visit_Name(n)  # type: ignore[no-untyped-call, unused-ignore]


#: What a name in a class body means that the class itself binds.
_UNKNOWN = frozenset({"?"})


def resolved(build: Strict) -> list[frozenset[str]]:
    """What the oracle takes every use of a name for, in the order of the file."""
    uses = []
    for name, chain, scope in build.uses:
        if isinstance(scope.node, ast.ClassDef) and (
            name in scope.imports or name in scope.others
        ):
            # Its own as soon as it is bound, a global before; nobody keeps count here.
            uses.append(_UNKNOWN)
            continue
        imports, other = build.lookup(name, scope)
        means = {target + chain for target in imports or ()}
        if other:
            means.add(f"? {name}{chain}")
        uses.append(frozenset(means or {f"builtins.{name}{chain}"}))
    return uses


def oracle_agrees(code: bytes, package: str) -> bool:
    """Whether the oracle as it is sees what the strict one sees."""
    lax = oracle.Build(ast.parse(code), package)
    strict = Strict(ast.parse(code), package)
    pairs = zip(lax.uses, strict.uses, strict=True)
    return _UNKNOWN not in resolved(strict) and all(
        lax.lookup(name, scope) == strict.lookup(name, other)
        for (name, _, scope), (_, _, other) in pairs
    )


def problems(
    before: ast.Module,
    after: ast.Module,
    moves: Sequence[Move],
    *,
    package: str,
    new_package: str,
    reported: bool,
) -> list[str]:
    """Name the uses, and the names in `__all__`, that are wrong by the oracle.

    `new_package`: that of the file when all has moved, for its relative imports.
    `reported`: a person was asked, so that a use may have been left as it was.
    """
    old, new = Strict(before, package), Strict(after, new_package)
    uses, new_uses = resolved(old), resolved(new)
    if len(uses) != len(new_uses):
        return ["a use came or went"]
    pairs = [*zip(uses, new_uses, strict=True)]
    for name in old.all_names or ():
        was, now = (frozenset(b.root.imports.get(name, ())) for b in (old, new))
        if was:
            pairs.append((was, now))
    found = []
    for one, other in pairs:
        want = frozenset(pushed(dotted, moves) for dotted in one)
        left = reported and other == one
        if other != want and not left and one != _UNKNOWN:
            found.append(f"{sorted(one)} became {sorted(other)}")
    return found


# Import statements

#: The package that the drawn files belong to, for relative imports.
PACKAGE = "old.sub"

_NEWLINES = ("\n", "\n", "\n", "\r\n", "\r")
_NAMES = ("f", "g", "h", "Cls", "match", "type", "mod", "old", "f2", "fg", "näme")
_LOCALS = ("f", "g", "k", "as_", "mod", "old", "ünder", "case")
#: As they may be written -> what they mean.
_MODULES = {
    "old": "old",
    "old.mod": "old.mod",
    "old.mod.deep": "old.mod.deep",
    "other.mod": "other.mod",
    ".": "old.sub",
    ".mod": "old.sub.mod",
    "..": "old",
    "..mod": "old.mod",
    "..mod.deep": "old.mod.deep",
}
_HOMES = ("new", "new.core", "new.core.deep", "neu", "old.fresh", "builtins")


@dataclass(frozen=True)
class Layout:
    """A file with one import statement in it."""

    newline: str
    #: Whole lines above; what stands before it on its line.
    above: str
    before: str
    statement: str
    #: What stands behind it on its line; the lines below.
    behind: str
    below: str
    #: The comments of the statement, each once in the file.
    comments: list[str] = field(default_factory=list)

    @property
    def code(self) -> str:
        """The file."""
        return self.above + self.before + self.statement + self.behind + self.below

    @property
    def shared(self) -> bool:
        """Whether other code stands on its line."""
        return bool(self.before.strip()) or self.behind.lstrip().startswith(";")


class _Writer:
    """Draws the space between two tokens, and numbers the comments."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.newline = draw(st.sampled_from(_NEWLINES))
        self.comments: list[str] = []
        #: Inside parentheses, where lines and comments are free.
        self.inside = False
        self.wild = draw(st.booleans())

    def comment(self) -> str:
        pragma = self.draw(
            st.sampled_from(["", "", "", "noqa: F401 ", "type: ignore "])
        )
        comment = f"# {pragma}<{len(self.comments)}>"
        self.comments.append(comment)
        return comment

    def space(self, *, must: bool) -> str:
        """Draw what stands between two tokens; `must`: they may not touch."""
        if not self.wild:
            return " " if must else ""
        plain = [
            " ",
            " ",
            "  ",
            "\t",
            f"\\{self.newline}",
            f" \\{self.newline}  ",
            "\f",
        ]
        if not must:
            plain += [""] * 8
        else:
            plain += [" "] * 8
        if self.inside:
            plain += ["<line>", "<line>", "<comment>"]
        drawn = self.draw(st.sampled_from(plain))
        if drawn == "<line>":
            return self.newline + self.draw(st.sampled_from(["", "    ", "\t"]))
        if drawn == "<comment>":
            before = self.draw(st.sampled_from(["", " ", "  "]))
            return before + self.comment() + self.newline + "    "
        return drawn

    def dotted(self, name: str) -> str:
        """Write a.b.c, sometimes with spaces around its dots."""
        if self.inside or not self.wild or self.draw(st.integers(0, 3)):
            return name
        parts = name.split(".")
        text = parts[0]
        for part in parts[1:]:
            text += f"{self.space(must=False)}.{self.space(must=False)}{part}"
        return text

    def alias(self, name: str, local: str) -> str:
        if not local:
            return self.dotted(name)
        between = f"{self.space(must=True)}as{self.space(must=True)}"
        return f"{self.dotted(name)}{between}{local}"


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    """Draw an import statement, its layout and its neighbours."""
    writer = _Writer(draw)
    newline = writer.newline
    if draw(st.integers(0, 2)):
        statement = _from_import(draw, writer)
    else:
        statement = _import(draw, writer)
    above, indent, tail = draw(st.sampled_from(_NESTS))
    before, behind, one_line = draw(st.sampled_from(_NEIGHBOURS))
    if behind == "#":
        behind = "  " + writer.comment()
    below = draw(st.sampled_from(["", "\n", f"\n{tail}"]))
    if one_line:
        below = below[:1]
    if "try:" in above:
        below = f"\n{tail}"
    first = draw(st.sampled_from(["", '"""Doc."""\n', "# é\n", "x = 'é'\n\f\n"]))
    return Layout(
        newline=newline,
        above=(first + above).replace("\n", newline),
        before=indent + before,
        statement=statement,
        behind=behind,
        below=below.replace("\n", newline),
        comments=writer.comments,
    )


#: Lines above, indentation, lines below.
_NESTS = (
    ("", "", "x = 1\n"),
    ("", "", "x = 1\n"),
    ("import sys\n\n", "", "import os  # kept\n"),
    ("def run():\n    x = 1\n", "    ", "    return x"),
    ("class A:\n", "\t", "\ty: int = 1\n"),
    ("if 1:\n  try:\n", "    ", "  except ImportError:\n    pass\n"),
    ("async def run():\n\twith a:\n", "\t\t", "\n# end\n"),
)
#: Before and behind on its line; whether only a simple line may follow.
_NEIGHBOURS = (
    ("", "", False),
    ("", "", False),
    ("", "", False),
    ("", "  ", False),
    ("", "#", False),
    ("", "#", False),
    ("a = 1; ", "", False),
    ("a = 1;", " ; b = 'é'", False),
    ("", "; b = 2  # kept", False),
    ("", ";", False),
    ("é = 1; ", "#", False),
    ("if 1: ", "", True),
    ("if 1:", "; b = 2", True),
    ("class B: ", "#", True),
    ("while 0: pass; ", "", True),
)


def _from_import(draw: st.DrawFn, writer: _Writer) -> str:
    module = draw(st.sampled_from(sorted(_MODULES)))
    dots, rest = module[: len(module) - len(module.lstrip("."))], module.lstrip(".")
    text = "from" + writer.space(must=not dots)
    for dot in dots:
        text += dot + writer.space(must=False)
    text += writer.dotted(rest)
    text += writer.space(must=bool(rest)) + "import"
    if not draw(st.integers(0, 14)):
        return f"{text}{writer.space(must=False)}*"
    writer.inside = draw(st.booleans())
    text += writer.space(must=False) + "(" if writer.inside else writer.space(must=True)
    aliases = draw(st.lists(_aliases, min_size=1, max_size=4))
    for index, (name, local) in enumerate(aliases):
        if index:
            text += f"{writer.space(must=False)},{writer.space(must=False) or ' '}"
        elif writer.inside:
            text += writer.space(must=False)
        text += writer.alias(name, local)
    if writer.inside:
        text += writer.space(must=False)
        text += draw(st.sampled_from(["", ","])) + writer.space(must=False) + ")"
        writer.inside = False
    return text


_aliases = st.tuples(
    st.sampled_from(_NAMES), st.one_of(st.just(""), st.sampled_from(_LOCALS))
)
_modules = st.tuples(
    st.sampled_from(sorted({*_MODULES.values(), "oldest", "os"})),
    st.one_of(st.just(""), st.sampled_from(_LOCALS)),
)


def _import(draw: st.DrawFn, writer: _Writer) -> str:
    text = "import" + writer.space(must=True)
    for index, (name, local) in enumerate(
        draw(st.lists(_modules, min_size=1, max_size=3))
    ):
        if index:
            text += f"{writer.space(must=False)},{writer.space(must=False)}"
        text += writer.alias(name, local)
    return text


@st.composite
def moves_for(draw: st.DrawFn, code: str) -> list[Move]:
    """Draw moves of what a file imports."""
    modules: set[str] = set()
    names: set[str] = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = PACKAGE.split(".")[: 3 - node.level] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            modules.add(module)
            names |= {f"{module}.{a.name}" for a in node.names if a.name != "*"}
    modules |= {name.rpartition(".")[0] for name in modules} - {""}
    olds = sorted(n for n in names | modules if n.startswith(("old", "other")))
    moves: dict[str, Move] = {}
    for old in draw(st.lists(st.sampled_from(olds), max_size=5)) if olds else ():
        home = draw(st.sampled_from(_HOMES))
        leaf = draw(st.sampled_from([old.rpartition(".")[2], "f", "renamed", "old"]))
        whole = old in modules or draw(st.booleans())
        new = f"{home}.{leaf}"
        if home == "builtins":
            if whole:
                continue
            new = "builtins.list"
        elif whole and draw(st.booleans()):
            new = home
        if new != old and not new.startswith(f"{old}."):
            moves[old] = Move(old=old, new=new, module=whole)
    return [*moves.values()]


# Programs

#: Names of the drawn programs; few, so that they shadow one another.
_FREE = ("f", "g", "h", "m", "old", "mod", "lib", "x", "list", "new")
_MEMBERS = ("f", "g", "Cls", "mod", "deep", "attr")
_IMPORTS = (
    "import old",
    "import old.mod",
    "import old.mod.deep",
    "import old.mod as m",
    "import old as lib",
    "import old.mod, lib",
    "import old.mod, old.other",
    "import lib.mod",
    "import new",
    "from old import mod",
    "from old import mod as m",
    "from old import f",
    "from old import f as g, mod",
    "from old.mod import f",
    "from old.mod import f, g",
    "from old.mod import (\n    f,  # one\n    g as h,\n)",
    "from old.mod import f as x",
    "from old.mod import Cls as f",
    "from old.mod.deep import f",
    "from old.mod import deep",
    "from lib import f, h",
    "from .mod import g",
    "from . import mod",
    "from .. import x",
    "from new.core import f as f",
)
_CHAINS = (
    "old.mod.f",
    "old.mod.g",
    "old.mod.deep.f",
    "old.mod.Cls.attr",
    "old.f",
    "old.attr",
    "old.mod",
    "old.other.f",
    "mod.f",
    "mod.deep.f",
    "mod.Cls",
    "m.f",
    "m.g",
    "m.deep.f",
    "lib.f",
    "lib.mod.f",
    "lib.mod.g",
    "deep.f",
)


def _indent(block: str) -> str:
    return "".join(f"    {line}\n" for line in block.splitlines())


class _Program:
    """Draws expressions and statements as text."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw

    def one(self, options: Sequence[str]) -> str:
        return self.draw(st.sampled_from(options))

    def name(self) -> str:
        return self.one(_FREE)

    def chain(self) -> str:
        return self.one(_CHAINS) if self.draw(st.integers(0, 2)) else self.name()

    def expression(self, depth: int = 2) -> str:
        if depth == 0 or not self.draw(st.integers(0, 2)):
            return self.chain()
        a, b = self.chain(), self.expression(depth - 1)
        n = self.name()
        form = self.one(_EXPRESSIONS)
        return form.replace("A", a).replace("B", b).replace("N", n)

    def annotation(self) -> str:
        chain = self.chain()
        return self.one(
            ("A", "'A'", "list['A']", '"dict[str, A]"', "A | None")
        ).replace("A", chain)

    def parameters(self) -> str:
        return self.one(
            ("", "N", "N=A", "N: T", "*N", "*, N: T = A", "self")
        ).translate(
            {ord("N"): self.name(), ord("A"): self.chain(), ord("T"): self.annotation()}
        )

    def block(self, depth: int, most: int = 3) -> str:
        count = self.draw(st.integers(1, most))
        return "".join(self.statement(depth) for _ in range(count))

    def statement(self, depth: int) -> str:
        if depth == 0 or self.draw(st.integers(0, 2)):
            form = self.one(_SIMPLE)
        else:
            form = self.one(_COMPOUND)
        out = []
        for line in form.splitlines():
            if line.strip() == "BODY":
                block = self.block(depth - 1)
                for _ in range((len(line) - len(line.lstrip())) // 4):
                    block = _indent(block)
                out.append(block)
            else:
                out.append(self.fill(line) + "\n")
        return "".join(out)

    def fill(self, line: str) -> str:
        """Write what the capitals in a line stand for."""
        writes: dict[str, Callable[[], str]] = {
            "EXPR": self.expression,
            "CHAIN": self.chain,
            "NAME": self.name,
            "ANN": self.annotation,
            "PARAMS": self.parameters,
            "IMPORT": lambda: self.one(_IMPORTS),
        }
        for word, write in writes.items():
            while word in line:
                line = line.replace(word, write(), 1)
        return line


_EXPRESSIONS = (
    "A(B)",
    "[N for N in B]",
    "[A for N in B]",
    "{N: A for N in A if B}",
    "[[A for N in A] for x in B]",
    "(A for N in B for f in A)",
    "(lambda N=A: B)",
    "(lambda: A)",
    "(N := B)",
    "[(y := A) for N in B]",
    "f'{A} {B!r:{N}}'",
    "(A, *B)",
    "A[B]",
    "A if B else N",
    "B.mod.f",
    "B . f",
    "(A\n        .f)",
    "N(old=A, mod=B)",
    "getattr(A, 'f')",
    "cast('A', B)",
    "'old.mod.f'",
    "not A == B",
    "{**A}",
)
_SIMPLE = (
    "IMPORT",
    "IMPORT",
    "IMPORT",
    "EXPR",
    "EXPR",
    "print(EXPR, EXPR)",
    "NAME = EXPR",
    "NAME: ANN = EXPR",
    "NAME: ANN",
    "NAME += EXPR",
    "CHAIN = EXPR",
    "del NAME",
    "a = 1; IMPORT",
    "assert EXPR  # old.mod.f",
    "__all__ = ['f', 'g', 'old', 'mod']",
    "__all__ += ['mod']",
    "pass",
    "x = '''\n'''; IMPORT",
)
_COMPOUND = (
    "def NAME(PARAMS) -> ANN:\n    BODY",
    "def NAME(PARAMS):\n    global NAME\n    BODY",
    (
        "def NAME():\n    NAME = EXPR\n    def k(PARAMS):\n        nonlocal NAME\n"
        "        BODY"
    ),
    "@EXPR\ndef k(PARAMS):\n    BODY\n    return EXPR",
    "async def k(PARAMS):\n    BODY\n    async for NAME in EXPR:\n        BODY",
    "class NAME(CHAIN):\n    NAME = EXPR\n    BODY",
    "class K(CHAIN, metaclass=EXPR):\n    def k(PARAMS):\n        BODY",
    "if TYPE_CHECKING:\n    BODY",
    "if EXPR:\n    BODY\nelse:\n    BODY",
    "try:\n    BODY\nexcept CHAIN as NAME:\n    BODY",
    "try:\n    BODY\nexcept ImportError:\n    BODY\nfinally:\n    BODY",
    "with EXPR as NAME:\n    BODY",
    "for NAME in EXPR:\n    BODY\nelse:\n    BODY",
    "while EXPR:\n    BODY",
    (
        "match EXPR:\n    case CHAIN.f(NAME):\n        BODY\n    case {**NAME}:\n"
        "        BODY"
    ),
    "def k[T: CHAIN](NAME: T) -> ANN:\n    BODY",
    "class K[T](CHAIN):\n    BODY",
    "type Alias[T] = dict[T, CHAIN]\nIMPORT",
    "if EXPR: IMPORT",
)


@st.composite
def programs(draw: st.DrawFn) -> str:
    """Draw a small program, valid and senseless."""
    program = _Program(draw)
    head = program.one(("", '"""é"""\n', "from __future__ import annotations\n"))
    imports = "".join(
        program.fill("IMPORT") + "\n" for _ in range(draw(st.integers(1, 3)))
    )
    return head + imports + program.block(2, 5)


_OLDS = (
    ("old", True),
    ("old.mod", True),
    ("old.mod.deep", True),
    ("old.other", True),
    ("old.f", False),
    ("old.mod.f", False),
    ("old.mod.g", False),
    ("old.mod.Cls", False),
    ("old.mod.deep.f", False),
    ("lib.mod", True),
    ("lib.f", False),
)
_NEWS = (
    "new",
    "new.core",
    "new.core.f",
    "new.g",
    "neu",
    "neu.mod",
    "neu.mod.f",
    "neu.x.Cls",
    "m.f",
    "old.mod.g",
    "old.mod.f",
    "old.other",
    "old.fresh.f",
    "lib",
    "lib.mod",
    "builtins.list",
)


@st.composite
def migrations(draw: st.DrawFn) -> list[Move]:
    """Draw moves: modules, symbols, nested ones, renames, swaps, builtins."""
    moves: dict[str, Move] = {}
    pairs = st.tuples(st.sampled_from(_OLDS), st.sampled_from(_NEWS))
    for (old, module), new in draw(st.lists(pairs, min_size=1, max_size=4)):
        if not module and "." not in new:
            continue
        if module and new.startswith("builtins"):
            continue
        if old != new:
            moves[old] = Move(old=old, new=new, module=module)
    # A name that is a module is no symbol as well.
    modules = {move.new for move in moves.values() if move.module}
    return [m for m in moves.values() if m.module or m.new not in modules]
