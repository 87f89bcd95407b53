"""Plans gone wrong at random, and what the two proofs say of them.

The proof from the changed lines and chains alone may doubt, or refuse, what is right;
what it accepts has to be what the whole proof accepts, and the tree that it has in mind
has to be the one that a parse makes.
"""

from __future__ import annotations

import ast
import re
import textwrap
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from dr_refit.codemod.fragment import plan
from dr_refit.codemod.rules import RULES
from dr_refit.codemod.rules.model import NoProject
from dr_refit.codemod.verify import verify, verify_changes
from dr_refit.errors import FileRefused
from dr_refit.python.edits import Edit, apply
from dr_refit.python.source import Source
from tests.support.replacing import makes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from dr_refit.migration.table import MoveTable
    from dr_refit.python.facts import Facts

_MORE = [
    *(b"\nimport os", b"; import os", b" as y", b" \\", b"\n    import os", b"\n\n"),
    *(b"#", b"(", b'"""', b"x", b".y", b"  ", b"\npass", b", z", b"\n", b"\t", b"\x0c"),
    *(b".__init__", b"\\\n", b" if a else b", b"=", b":", b"'", b"match", b"type"),
]

#: Everything that a plan has to do with, statement by statement; some are drawn.
_IMPORTS = (
    "import numpy as np, os.path",
    "import numpy.testing, numpy.linalg",
    "import numpy",
    "from numpy.testing import *",
    "import dr_x",
    "from numpy import testing, linalg as la",
    "from numpy.testing import (assert_allclose,  # close\n    assert_equal)",
    "from numpy.testing import assert_allclose as close",
    "if 1: import os; from numpy.testing import assert_allclose as al",
    (
        "try:\n    from numpy.testing import assert_allclose\n"
        "except ImportError:\n    from other import assert_allclose"
    ),
)
_STATEMENTS = (
    "__all__ = ['np', 'assert_allclose']",
    'np.testing.assert_allclose(np.zeros(3)); x = f"{np.testing.assert_allclose}"',
    'y = f"{np.testing.assert_allclose = } {numpy.linalg.norm!r}"',
    "assert_allclose(close, al)",
    "testing.assert_allclose(la.norm)",
    "numpy.testing.assert_allclose(numpy.array, numpy.linalg.norm)",
    "numpy.linalg.norm = 1",
    "del np.testing.assert_allclose",
    "getattr(np.testing, 'assert_allclose')(numpy.linalg.norm(a))",
    "lambda np: np.testing.assert_allclose",
    "[np.testing.assert_allclose for np in z]",
    "z = la.norm, \\\n    numpy.linalg . norm",
    (
        "match a:\n    case np.testing.assert_allclose: pass\n"
        "    case numpy.linalg.norm(): pass"
    ),
    "global q\nimport numpy.testing as q, os\nq.assert_allclose(1)",
    "dr_x = 1",
)
_HEADS = (
    "def f(dr_x):",
    "class C(np.testing.assert_allclose, metaclass=numpy.linalg.norm):",
    "@numpy.linalg.norm\nasync def g():",
    'def h(a: "np.testing.assert_allclose", b: numpy.linalg.norm = numpy.testing.x):',
    "if np.testing:",
)


@dataclass(kw_only=True)
class Verdicts:
    """How many plans the two proofs saw, and where they disagree."""

    count: Counter[str] = field(default_factory=Counter)
    #: Accepted from the changes alone, and wrong: why, the edits, the code.
    wrong: list[tuple[str, Sequence[Edit], bytes]] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many plans were judged."""
        return self.count.total()


def snippets(random: Random) -> Iterator[bytes]:
    """Yield small files that import, use and bind what moves."""
    while True:
        code = _block(random, 2)
        try:
            ast.parse(code)
        except SyntaxError:
            continue
        yield f"{code}\n".encode()


def _block(random: Random, depth: int) -> str:
    parts = random.sample(_IMPORTS, random.randint(depth // 2, 2))
    parts += random.sample(_STATEMENTS, random.randint(1, 2))
    if depth and random.random() < 0.6:
        inner = textwrap.indent(_block(random, depth - 1), "    ")
        parts.append(f"{random.choice(_HEADS)}\n{inner}")
    return "\n".join(parts)


def judge(facts: Facts, table: MoveTable, random: Random, verdicts: Verdicts) -> None:
    """Plan one file, damage the plan in several ways, and ask both proofs."""
    try:
        edits = plan(facts, NoProject(), table).edits
    except FileRefused:
        return
    if edits:
        _judge(facts, edits, table, verdicts, "as planned")
    for _ in range(8 if edits else 0):
        damaged = _damaged(facts.source.code, edits, random)
        if damaged is not None:
            _judge(facts, damaged, table, verdicts, "damaged")


def _judge(
    facts: Facts, edits: Sequence[Edit], table: MoveTable, verdicts: Verdicts, kind: str
) -> None:
    near = facts.after(edits)
    if near is None:
        verdicts.count[f"{kind}, in doubt"] += 1
        return
    code = apply(facts.source.code, edits)
    try:
        verify_changes(facts, near, table)
    except FileRefused:
        verdicts.count[f"{kind}, refused"] += 1
        return
    whole = replace(facts, source=Source.of_code("x", code))
    try:
        verify(facts, whole, NoProject(), table, RULES)
        assert near.changes is not None
        same = makes(facts.source.tree, near.changes, whole.source.tree)
        why = "" if same else "a parse makes another tree"
    except FileRefused as error:
        why = error.message
    if why:
        verdicts.count[f"{kind}, WRONG"] += 1
        verdicts.wrong.append((why, edits, facts.source.code))
        return
    again = plan(whole, NoProject(), table).edits
    once_more = bool(again) and not table.may_move_again
    verdicts.count[f"{kind}, accepted{' once more' if once_more else ''}"] += 1


def _damaged(code: bytes, edits: Sequence[Edit], random: Random) -> list[Edit] | None:
    """Drop, widen or shift an edit, or put something else into it, or beside it."""
    found = [*edits]
    index = random.randrange(len(found))
    edit = found[index]
    more = random.choice(_MORE)
    match random.randrange(8):
        case 0:
            del found[index]
        case 1:
            found[index] = edit._replace(text=edit.text + more)
        case 2:
            found[index] = edit._replace(text=more + edit.text)
        case 3:
            words = [*re.finditer(rb"\w+", edit.text)]
            if words:
                word = random.choice(words)
                other = random.choice([b"np", b"os", b"dr_y", b"numpy", b"match", b"f"])
                text = edit.text[: word.start()] + other + edit.text[word.end() :]
                found[index] = edit._replace(text=text)
        case 4:
            end = min(len(code), edit.end + random.choice([1, 2, 5]))
            found[index] = edit._replace(end=end)
        case 5:
            start = max(0, edit.start - random.choice([1, 2, 5]))
            found[index] = edit._replace(start=start)
        case 6:
            another = random.choice(edits)
            found[index] = edit._replace(text=another.text)
        case _:
            start = random.randrange(len(code))
            end = min(len(code), start + random.choice([0, 1, 3]))
            text = random.choice([*_MORE, b"", b"a"])
            found.append(Edit(start=start, end=end, text=text))
    found.sort(key=lambda one: (one.start, one.end))
    if any(one.end > other.start for one, other in pairwise(found)):
        return None
    return found
