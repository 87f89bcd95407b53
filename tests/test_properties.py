"""What holds for every program and every migration, on programs drawn at random."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dr_refit.codemod.fragment import plan
from dr_refit.codemod.rewrite import Rewritten, rewrite
from dr_refit.codemod.rules.model import NoProject
from dr_refit.codes import Code
from dr_refit.migration.model import Move
from dr_refit.names import parent
from dr_refit.python.edits import apply
from dr_refit.python.facts import Facts
from dr_refit.python.source import Source
from tests.support import oracle
from tests.support.moves import lookup_of
from tests.support.profiles import examples
from tests.support.programs import (
    migrations,
    programs,
)
from tests.support.replacing import makes
from tests.support.standard_library import (
    allowed_spans,
    parses,
)
from tests.support.strict_oracle import (
    oracle_agrees,
    problems,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dr_refit.findings import Finding

PACKAGE = "old"


@st.composite
def valid_programs(draw: st.DrawFn) -> str:
    code = draw(programs())
    assume(parses(code.encode()))
    return code


def run(data: bytes, moves: Sequence[Move]) -> Rewritten:
    return rewrite(data, lookup_of(moves), package=PACKAGE)


def result(data: bytes, moves: Sequence[Move]) -> bytes:
    done = run(data, moves)
    return data if done.data is None else done.data


def check(code: str, moves: Sequence[Move]) -> None:
    before = code.encode()
    done = run(before, moves)
    if refused := [f for f in done.findings if f.level == "error"]:
        assert into_itself(moves) or needs_what_moves(done.findings), refused
        assert done.data is None
        return
    after = before if done.data is None else done.data
    reported = says_left(done.findings)
    wrong = problems(
        ast.parse(before),
        ast.parse(after),
        moves,
        package=PACKAGE,
        new_package=PACKAGE,
        reported=reported,
    )
    assert wrong == [], (wrong, after.decode())
    mapping = [{"old": move.old, "new": move.new} for move in moves]
    agrees = oracle_agrees(before, PACKAGE) and oracle_agrees(after, PACKAGE)
    if not reported and after != before and agrees:
        found = oracle.check(before, after, b"", mapping, {"package": PACKAGE})
        if any(finding.code == Code.HOME_NOT_IMPORTED for finding in done.findings):
            found = [text for text in found if " without importing " not in text]
        # What is called otherwise in its module is loaded as far as it was.
        as_before = [
            f"uses {move.new} without importing {parent(move.new)}"
            for move in moves
            if move.is_rename
        ]
        found = [text for text in found if text not in as_before]
        # `from builtins import list as f`, where `list` is taken, it does not know.
        assert [text for text in found if "builtins." not in text] == []
    if not lookup_of(moves).may_move_again:
        assert result(after, moves) == after


def into_itself(moves: Sequence[Move]) -> bool:
    """Whether something moves to below where something was: `old` to `old.mod.g`.

    There a name may mean the old module and the new one at once, so that the verifier
    refuses what might be right.
    """
    return any(f"{a.new}.".startswith(f"{b.old}.") for a in moves for b in moves)


def says_left(findings: Sequence[Finding]) -> bool:
    """Whether a person was told that a name is left as it was."""
    return any(
        finding.level == "warning" or finding.code == Code.COMPATIBILITY_GUARD
        for finding in findings
    )


def needs_what_moves(findings: Sequence[Finding]) -> bool:
    """Whether a file is refused for the sake of what is left in it.

    What an import that moves has loaded for it would have to be imported under its old
    name, which moves again: the verifier refuses that, though nothing were wrong.
    """
    return says_left(findings) and all(
        finding.message.endswith("would be rewritten again")
        for finding in findings
        if finding.level == "error"
    )


def symbol(old: str, new: str) -> Move:
    return Move(old=old, new=new)


def module(old: str, new: str) -> Move:
    return Move(old=old, new=new, module=True)


#: What the property found, made small.
FOUND: dict[str, tuple[str, list[Move]]] = {
    "two modules, one name handed on, and a comment": (
        "import old.a, old.b  # noqa: F401\n__all__ = ['old']\n",
        [module("old", "new")],
    ),
    "two modules of one name to one place, and a comment": (
        "import old.a, old.b  # tools\nold.a.f()\nold.b.g()\nold.a.x\nold.b.x\n",
        [symbol("old.a.f", "new.f"), symbol("old.b.g", "new.g")],
    ),
    "two module objects to one place, and a comment": (
        "from old import a, b  # tools\na.f()\nb.g()\na.x\nb.x\n",
        [symbol("old.a.f", "new.f"), symbol("old.b.g", "new.g")],
    ),
    "a submodule that is handed on is not left silently": (
        "import old.mod\n__all__ = ['old']\n",
        [module("old.mod", "new.mod")],
    ),
    "a fallback of None": (
        "try:\n    import old\nexcept ImportError:\n    old = None\nold.mod.f()\n",
        [module("old", "new")],
    ),
    "a module that moves whole, but for one name": (
        "from old import mod\nmod.f(mod.g)\n",
        [module("old", "new"), symbol("old.mod.f", "neu.f")],
    ),
    "a move to where something was used, but not imported": (
        "import old.a\nold.a.f()\nold.b.g()\n",
        [module("old.a", "old.b")],
    ),
    "a module that moves to where another leaves": (
        "import old.mod\nold.mod.f()\n",
        [module("old", "lib"), module("lib.mod", "new")],
    ),
    "a module that only a package imports, below its alias": (
        "import old as lib\nprint(lib.mod.f)\n",
        [module("old.mod", "old.fresh.f")],
    ),
    "a package that moves into itself": (
        "import old\nprint(old.mod.g.f, old.mod)\n",
        [module("old", "old.mod.g")],
    ),
    "a string that ends on the line of an import": (
        "x = '''\n'''; from old import f\n",
        [module("old", "new")],
    ),
    "brackets that end on the line of an import": (
        "x = (1,\n     2); import old.mod as m\n",
        [module("old", "new")],
    ),
    "one of two modules of a package": (
        "def f():\n    import old.mod, old.other\n",
        [module("old.other", "new")],
    ),
    "a generic method does not see its class": (
        (
            "import old\nclass A:\n    old = 1\n    def f[T](self):\n"
            "        return old.mod.f()\n"
        ),
        [module("old", "new")],
    ),
    "a package that moves into itself, used in an annotation": (
        "import old\ndef f() -> old.mod.g:\n    def f() -> f:\n        import old\n",
        [module("old", "old.mod.g")],
    ),
    "a class that reads a global before it binds the name": (
        "import old\nclass A:\n    new = f(new)\n    import old\n",
        [module("old", "new")],
    ),
    "a module and its package as one name": (
        "import old.mod, old.mod as old\n",
        [module("old", "new.old")],
    ),
    "a mere annotation in a class": (
        "import old\nclass A:\n    old.mod.f()\n    new: int\n",
        [module("old", "new")],
    ),
    "a comment in the middle of a name": (
        "from old import (g, f  # fast\n    as f)\n",
        [symbol("old.f", "new.f")],
    ),
    "a module inside a module object": (
        "from old import a\na.b.f(a.b.g)\n",
        [module("old.a.b", "new.b")],
    ),
    "a module inside a module with an alias": (
        "import old as o\no.b.f()\n",
        [module("old.b", "new.b")],
    ),
    "a module that is said to be a name": (
        "import old.a\nimport old.a as a\nold.a.f()\n",
        [symbol("old.a", "new.a")],
    ),
    "a package that moves into itself, bound again": (
        "import old.mod\nold = f(f(old.mod.f))\n",
        [module("old", "old.mod.g")],
    ),
    "an assignment to what becomes a top-level module": (
        "import old\nold.mod = 1\n",
        [module("old.mod", "new")],
    ),
    "an assignment to a module that gets an alias": (
        "import old\nold.mod = 1\ndef f():\n    return new\n",
        [module("old.mod", "new.core")],
    ),
    "a fallback of a name that is imported before": (
        (
            "import old\ntry:\n    import old\nexcept f as f:\n"
            "    def f() -> old.mod.f:\n        import new\n"
        ),
        [module("old", "new")],
    ),
    "a branch beside the package of the new home": (
        (
            "match f:\n    case 1:\n        import old\n    case _:\n"
            "        from lib import f\n"
        ),
        [symbol("lib.f", "old.mod.g")],
    ),
    "a name that is called otherwise where nothing loads its module": (
        "import old\nold.mod.Cls.attr()\n",
        [symbol("old.mod.Cls", "old.mod.g")],
    ),
    "a module that is loaded for what a person is asked for": (
        (
            "import old\nif f: import old.mod\ndef f():\n    import old.mod.deep\n"
            "old.mod.f\n"
        ),
        [module("old", "new")],
    ),
    "an assignment to what becomes a builtin": (
        "import old\ndef f():\n    old.f = 1\n",
        [symbol("old.f", "builtins.list")],
    ),
}


@pytest.mark.parametrize("name", sorted(FOUND))
def test_found(name: str) -> None:
    check(*FOUND[name])


def test_the_last_import_of_a_name_counts() -> None:
    code = b"import old\nimport old\nimport old.mod\n__all__ = ['old']\n"
    assert result(code, [module("old", "old.mod.g")]) == (
        b"import old.mod.g as old\nimport old.mod.g as old\n"
        b"import old.mod.g.mod\nimport old.mod.g as old\n__all__ = ['old']\n"
    )


@examples(400)
@given(valid_programs(), migrations().filter(lambda moves: not into_itself(moves)))
def test_every_use_means_what_it_meant(code: str, moves: list[Move]) -> None:
    check(code, moves)


@examples(50)
@given(valid_programs(), st.just([module("old", "old.mod.g")]))
def test_a_package_that_moves_into_itself(code: str, moves: list[Move]) -> None:
    """What a name means there depends on the order; that it is proved has to do."""
    done = run(code.encode(), moves)
    assert {f.code for f in done.findings if f.level == "error"} <= {"not-verified"}
    assert done.data is None or parses(done.data)


@examples(200)
@given(valid_programs(), migrations())
def test_nothing_but_planned_spans_changes(code: str, moves: list[Move]) -> None:
    data = code.encode()
    source, lookup = Source("x", data), lookup_of(moves)
    facts = Facts(source=source, package=PACKAGE)
    edits = plan(facts, NoProject(), lookup).edits
    spans = allowed_spans(source)
    at, parts = 0, []
    for edit in edits:
        assert any(a <= edit.start and edit.end <= b for a, b in spans), edit
        parts += [data[at : edit.start], edit.text]
        at = edit.end
    done = run(data, moves)
    if not any(finding.level == "error" for finding in done.findings):
        now = data if done.data is None else done.data
        assert b"".join([*parts, data[at:]]) == now
    assert run(data, moves) == done


@examples(100)
@given(valid_programs(), migrations())
def test_a_program_that_names_nothing_is_untouched(
    code: str, moves: list[Move]
) -> None:
    code = re.sub(r"\bold\b", "older", code)
    code = re.sub(r"\blib\b", "glib", code)
    code = re.sub(r"from (\.+)", r"from a\1", code)
    code = code.replace("from a.. import", "from a import").replace("a. ", "a ")
    assume(parses(code.encode()))
    assert run(code.encode(), moves) == Rewritten()


@examples(150)
@given(valid_programs(), migrations())
def test_encodings(code: str, moves: list[Move]) -> None:
    cookie = "# -*- coding: latin-1 -*-\n"
    text = cookie.replace("latin-1", "utf-8") + "é = 'é'\n" + code
    if "__future__" in code:
        return
    after = result(text.encode(), moves).decode()
    bom = result(b"\xef\xbb\xbf" + text.encode(), moves)
    assert bom == b"\xef\xbb\xbf" + after.encode()
    latin = text.replace("utf-8", "latin-1").encode("latin-1")
    want = after.replace("utf-8", "latin-1").encode("latin-1")
    assert result(latin, moves) == want
    for newline in ("\r\n", "\r"):
        data = text.replace("\n", newline).encode()
        assert result(data, moves) == after.replace("\n", newline).encode()


@examples(300)
@given(valid_programs(), migrations())
def test_what_edits_change_is_what_a_parse_tells(code: str, moves: list[Move]) -> None:
    source, lookup = Source("x", code.encode()), lookup_of(moves)
    facts = Facts(source=source, package=PACKAGE)
    edits = plan(facts, NoProject(), lookup).edits
    near = facts.after(edits)
    if near is None:
        return
    assert near.changes is not None
    assert makes(source.tree, near.changes, ast.parse(apply(source.code, edits)))
