"""The proof stops a plan that is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dr_refit.codemod import fragment
from dr_refit.codemod import rewrite as rewriting
from dr_refit.migration.moves import command_line
from dr_refit.migration.table import MoveTable
from dr_refit.python.edits import Edit
from tests.support.folder import Folder
from tests.support.rewriting import OLD, library

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dr_refit.codemod.rules.model import Proposal

type Wrong = Callable[[list[Edit]], list[Edit]]


def instead(old: bytes, new: bytes) -> Wrong:
    """Write something else."""

    def change(edits: list[Edit]) -> list[Edit]:
        changed = [e._replace(text=e.text.replace(old, new)) for e in edits]
        assert changed != edits, f"{old!r} is in no edit of {edits}"
        return changed

    return change


def without(index: int) -> Wrong:
    """Forget an edit."""
    return lambda edits: [e for n, e in enumerate(edits) if n != index % len(edits)]


def and_at(before: str, at: str, text: str, length: int | None = None) -> Wrong:
    """Edit something else as well; `at` is replaced, or its first bytes."""
    start = before.encode().index(at.encode())
    end = start + (len(at.encode()) if length is None else length)
    extra = Edit(start=start, end=end, text=text.encode())
    return lambda edits: sorted([*edits, extra], key=lambda e: (e.start, e.end))


MOVES = MoveTable(
    [
        command_line(
            [
                "old.tool=new.home.tool",
                "old.f=new.a.f",
                "old.g=new.b.g",
                "old.deep.h=new.c.h",
                "old.Leaf=new.c.Branch",
            ],
            ["old.whole=new.whole"],
        )
    ]
)
TWO = "from old import f, g, rest\nf(g, rest)\n"
ALIAS = "from old import tool as t\nt()\n"
UNRELATED = '''\
"""Says something."""
from old import tool


@tool.decorator
def function(a, b=1, *, c=None):
    if a:
        b = a + 1
        c = True
    return a.x


VALUE = [1, "text", 2.0]
'''
GUARDED = """\
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from old import tool
    other = 1
try:
    from old import f
except ImportError:
    f = None
"""
RUN = "import json\nfrom old import tool\nimport os\ntool(json, os)\n"
HEADED = "# a comment\n# and one more\nfrom old import tool\n"
SEVERAL = "from old import tool\nx = 1\nfrom old import f\n"
#: Imports whose names decide everything: the uses are not looked at.
SHALLOW: dict[str, tuple[str, Wrong]] = {
    "wrong module": (OLD, instead(b"new.home", b"new.hole")),
    "wrong package": (OLD, instead(b"new.home", b"other.home")),
    "parent of the module": (OLD, instead(b"new.home", b"new")),
    "wrong name": (TWO, instead(b"import f", b"import ff")),
    "wrong name, same local": (TWO, instead(b"import f", b"import g as f")),
    "swapped targets": (
        TWO,
        lambda edits: [
            e._replace(
                text=e.text.replace(b"new.a", b"new.?")
                .replace(b"new.b", b"new.a")
                .replace(b"new.?", b"new.b"),
            )
            for e in edits
        ],
    ),
    "swapped locals": (
        "from old import f, g\n",
        lambda edits: [
            Edit(
                start=0,
                end=20,
                text=b"from new.a import f as g\nfrom new.b import g as f",
            )
        ],
    ),
    "dropped name": (TWO, instead(b"from new.b import g", b"pass")),
    "dropped name that stays": (TWO, instead(b"from old import rest\n", b"")),
    "dropped alias": (ALIAS, and_at(ALIAS, " as t", "")),
    "other alias": (ALIAS, and_at(ALIAS, "t\n", "u\n")),
    "a star instead": (OLD, and_at(OLD, "tool", "*")),
    "module instead of name": (
        OLD,
        lambda _: [Edit(start=0, end=20, text=b"import new.home.tool as tool")],
    ),
    "relative instead": (OLD, instead(b"new.home", b".new.home")),
    "dropped statement": (
        SEVERAL,
        lambda edits: [Edit(start=0, end=20, text=b"pass"), edits[1]],
    ),
    "second import left out": (SEVERAL, without(1)),
    "first import left out": (SEVERAL, without(0)),
    "an import of somebody else": (RUN, and_at(RUN, "import os", "import os, sys")),
    "an import of somebody else lost": (RUN, and_at(RUN, "import json\n", "")),
    "an import of somebody else changed": (
        RUN,
        and_at(RUN, "import os", "import re as os"),
    ),
    "another moved name, unasked": (
        OLD,
        lambda edits: [*edits, Edit(start=21, end=21, text=b"from new.a import f\n")],
    ),
    "a moved name over another's": (
        RUN,
        and_at(RUN, "import os", "import os; from new.a import f as json"),
    ),
    "a moved name over a builtin": (
        RUN,
        and_at(RUN, "import os", "import os; from new.a import f as print"),
    ),
    "a moved name over itself": (
        RUN,
        and_at(RUN, "import os", "import os; from new.a import f as tool"),
    ),
    "no Python": (OLD, instead(b"new.home", b"new.home import")),
    "a keyword": (OLD, instead(b"new.home", b"new.class")),
    "before the first statement": (
        HEADED,
        lambda edits: [Edit(start=0, end=0, text=b"import os\n"), *edits],
    ),
    "the first comment made code": (
        HEADED,
        lambda edits: [Edit(start=0, end=2, text=b""), *edits],
    ),
    "after the last statement": (
        OLD,
        lambda edits: [*edits, Edit(start=21, end=21, text=b"x = 1\n")],
    ),
    "over the end of a statement": (SEVERAL, and_at(SEVERAL, "\nx", "; x", 2)),
    "out of its guard": (GUARDED, and_at(GUARDED, "    other", "other")),
    "out of its try": (GUARDED, and_at(GUARDED, "    f = None", "    pass\nf = None")),
    "the guard negated": (GUARDED, and_at(GUARDED, "if TYPE", "if not TYPE")),
    "another exception": (GUARDED, and_at(GUARDED, "ImportError", "OSError")),
    "docstring": (UNRELATED, and_at(UNRELATED, "Says", "Say")),
    "docstring lost": (UNRELATED, and_at(UNRELATED, '"""Says something."""\n', "")),
    "decorator": (UNRELATED, and_at(UNRELATED, ".decorator", ".other")),
    "decorator lost": (UNRELATED, and_at(UNRELATED, "@tool.decorator\n", "")),
    "function's name": (UNRELATED, and_at(UNRELATED, "function", "functions")),
    "argument": (UNRELATED, and_at(UNRELATED, "a, b=1", "b, a=1")),
    "default": (UNRELATED, and_at(UNRELATED, "b=1", "b=2")),
    "keyword-only": (UNRELATED, and_at(UNRELATED, "*, ", "")),
    "operator": (UNRELATED, and_at(UNRELATED, "a + 1", "a - 1")),
    "name": (UNRELATED, and_at(UNRELATED, "if a", "if b")),
    "attribute": (UNRELATED, and_at(UNRELATED, "a.x", "a.y")),
    "True for 1": (UNRELATED, and_at(UNRELATED, "[1,", "[True,")),
    "1.0 for 1": (UNRELATED, and_at(UNRELATED, "[1,", "[1.0,")),
    "bytes for text": (UNRELATED, and_at(UNRELATED, '"text"', 'b"text"')),
    "string": (UNRELATED, and_at(UNRELATED, '"text"', '"tool"')),
    "list for tuple": (
        UNRELATED,
        and_at(UNRELATED, '[1, "text", 2.0]', '(1, "text", 2.0)'),
    ),
    "item lost": (UNRELATED, and_at(UNRELATED, ", 2.0", "")),
    "statement lost": (UNRELATED, and_at(UNRELATED, "        c = True\n", "")),
    "statement added": (
        UNRELATED,
        and_at(UNRELATED, "    return", "    a()\n    return"),
    ),
    "dedented": (UNRELATED, and_at(UNRELATED, "        c = True", "    c = True")),
}
DOTS = "import old.deep\nprint(old.deep.h, old.deep.k)\n"
TOP = "import old\nold.tool(1)\nold.f()\n\ndef g(old):\n    return old.tool\n"
OBJECT = "import old as o\no.tool(o.f)\nx: 'o.tool' = 1\n"
SHADE = "import old\n\ndef g(new):\n    return old.tool(new)\n"
RENAMED = "from old import deep\n\ndef g(a):\n    h = deep.h\n    return a.h, h\n"
#: Imports of modules whose uses part: every use is resolved anew.
MOCKED = """\
import old
from unittest.mock import patch

@patch.object(old, "f")
@patch.object(old, "stays")
def test(*_): ...
"""

DEEP_PLANS: dict[str, tuple[str, Wrong]] = {
    "another home of a mock": (MOCKED, instead(b"new.a", b"new.b")),
    "a mock alone": (MOCKED, lambda edits: edits[1:]),
    "a mock of what stays": (MOCKED, and_at(MOCKED, 'old, "stays"', "new.a", 3)),
    "another name of a mock": (MOCKED, and_at(MOCKED, '"f"', '"g"')),
    "a use without its import": (TOP, instead(b"\nimport new.a", b"")),
    "an import without its use": (TOP, without(1)),
    "an import without its last use": (TOP, without(2)),
    "only the import": (TOP, lambda edits: edits[:1]),
    "only the uses": (TOP, lambda edits: edits[1:]),
    "wrong use": (TOP, instead(b"new.home.tool", b"new.a.tool")),
    "wrong leaf": (TOP, instead(b"new.home.tool", b"new.home.tools")),
    "another moved name": (TOP, instead(b"new.home.tool", b"new.a.f")),
    "swapped uses": (
        TOP,
        lambda edits: [
            edits[0],
            edits[1]._replace(text=edits[2].text),
            edits[2]._replace(text=edits[1].text),
        ],
    ),
    "somebody else's name": (
        TOP,
        and_at(TOP, "return old.tool", "return new.home.tool"),
    ),
    "the import lost": (TOP, and_at(TOP, "def g", "def h")),
    "the argument renamed": (TOP, and_at(TOP, "(old)", "(other)")),
    "the use that stays": (DOTS, and_at(DOTS, "old.deep.k", "new.c.k")),
    "the import of what stays": (DOTS, instead(b"import old.deep\n", b"")),
    "the import that moved": (DOTS, instead(b"\nimport new.c", b"")),
    "a literal": (TOP, and_at(TOP, "(1)", "(2)")),
    "a use dropped": (TOP, instead(b"new.a.f", b"0")),
    "an import of somebody else": (
        TOP,
        instead(b"import new.home", b"import os, new.home"),
    ),
    "a string annotation forgotten": (OBJECT, without(3)),
    "a wrong string annotation": (
        OBJECT,
        lambda edits: [*edits[:3], edits[3]._replace(text=b"new.a.f")],
    ),
    "an object's use without its import": (OBJECT, instead(b"\nimport new.a", b"")),
    "under another's argument": (SHADE, instead(b"new_home.", b"new.home.")),
    "another's attribute": (RENAMED, and_at(RENAMED, "a.h", "a.k")),
    "another's variable": (RENAMED, and_at(RENAMED, ", h", ", a")),
}


LEAF = "from old import Leaf as Leaf, tool as tool\n\ndef f(x: Leaf) -> int: ...\n"
#: What a stub hands on under a name that it lost.
PUBLIC_PLANS: dict[str, tuple[str, Wrong]] = {
    "without the assignment": (LEAF, without(1)),
    "another name assigned": (LEAF, instead(b"= Branch", b"= tool")),
    "to another name": (LEAF, instead(b"Leaf =", b"Twig =")),
    "a call of it": (LEAF, instead(b"= Branch", b"= Branch()")),
    "to two names": (LEAF, instead(b"Leaf = Branch", b"Leaf = f = Branch")),
    "wrong import": (LEAF, instead(b"import Branch", b"import Bough as Branch")),
    "used by its new name": (LEAF, and_at(LEAF, "(x: Leaf", "(x: Branch")),
    "bound twice": (LEAF, instead(b"Leaf = Branch", b"Leaf = Branch\nBranch = 1")),
    "below something else": (LEAF, instead(b"Leaf =", b"x = 1\nLeaf =")),
}


def plan_wrongly(monkeypatch: pytest.MonkeyPatch, wrong: Wrong) -> list[Proposal]:
    """Make the first plan wrong; what the verifier asks for later is right."""
    real = fragment.plan
    plans: list[Proposal] = []

    def plan(*arguments: object) -> Proposal:
        planned = real(*arguments)  # type: ignore[arg-type]
        if not plans:
            edits = tuple(wrong([*planned.edits]))
            planned = planned._replace(edits=edits)
        plans.append(planned)
        return planned

    monkeypatch.setattr(fragment, "plan", plan)
    return plans


@pytest.mark.parametrize("name", [*SHALLOW, *DEEP_PLANS])
def test_a_right_plan_of_the_same_code_passes(name: str) -> None:
    text, _ = (SHALLOW | DEEP_PLANS)[name]
    done = rewriting.rewrite(text.encode(), MOVES)
    assert done.data is not None
    assert done.data != text.encode()
    assert not [finding for finding in done.findings if finding.level == "error"]


@pytest.mark.parametrize("name", SHALLOW)
def test_a_wrong_plan_is_stopped(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped(*SHALLOW[name], monkeypatch)


@pytest.mark.parametrize("name", DEEP_PLANS)
def test_a_wrong_plan_of_uses_is_stopped(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped(*DEEP_PLANS[name], monkeypatch)


@pytest.mark.parametrize("name", PUBLIC_PLANS)
def test_a_wrong_plan_of_a_stub_is_stopped(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert rewriting.rewrite(LEAF.encode(), MOVES, path="a.pyi").data == (
        b"from new.c import Branch\nfrom new.home import tool as tool\n\n"
        b"Leaf = Branch\n\ndef f(x: Leaf) -> int: ...\n"
    )
    stopped(*PUBLIC_PLANS[name], monkeypatch, path="a.pyi")


def stopped(
    text: str, wrong: Wrong, monkeypatch: pytest.MonkeyPatch, path: str = "a.py"
) -> None:
    plans = plan_wrongly(monkeypatch, wrong)
    done = rewriting.rewrite(text.encode(), MOVES, path=path)
    assert plans
    assert done.data is None, done.data
    assert ("not-verified", "error") in [(f.code, f.level) for f in done.findings]


def test_a_wrong_plan_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.py").write_text(OLD)
    plan_wrongly(monkeypatch, instead(b"new.home", b"new.hole"))
    report = library(tmp_path)
    assert report.exit_code == 2
    assert "not-verified" in [f.code for r in report.results for f in r.findings]
    assert Folder(tmp_path).tree() == {"a.py": OLD.encode()}
