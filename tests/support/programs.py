"""What Hypothesis draws: small programs, valid and senseless, and migrations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from dr_refit.migration.model import Move

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

#: Names of the drawn programs; few, so that they shadow one another.
_FREE = ("f", "g", "h", "m", "old", "mod", "lib", "x", "list", "new")
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
