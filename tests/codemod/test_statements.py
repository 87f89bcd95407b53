"""Import statements in every layout that Python allows, with names moved away."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import libcst
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dr_refit.codemod.rewrite import Rewritten, rewrite
from dr_refit.migration.model import Move
from tests.support.layouts import PACKAGE, Layout, layouts, moves_for
from tests.support.moves import lookup_of, pushed
from tests.support.profiles import examples

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Drawn = tuple[Layout, list[Move]]


@st.composite
def statements_and_moves(draw: st.DrawFn) -> Drawn:
    layout = draw(layouts())
    try:
        ast.parse(layout.code)
    except SyntaxError:
        assume(condition=False)
    return layout, draw(moves_for(layout.code))


def run(code: bytes, moves: Sequence[Move]) -> Rewritten:
    # Without its module: the file itself stays, whatever moves.
    return rewrite(code, lookup_of(moves), package=PACKAGE)


def bindings(code: str) -> tuple[list[tuple[str, str]], list[str]]:
    """What imports bind by names of their own, in order; what `import a.b` loads."""
    named: list[tuple[str, str]] = []
    loaded: list[str] = []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.asname:
                    named.append((alias.asname, alias.name))
                else:
                    loaded.append(alias.name)
        elif isinstance(node, ast.ImportFrom):
            parts = PACKAGE.split(".")
            base = parts[: len(parts) + 1 - node.level] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            named += [(a.asname or a.name, f"{module}.{a.name}") for a in node.names]
    return named, loaded


def check(layout: Layout, moves: Sequence[Move]) -> None:
    code = layout.code
    done = run(code.encode(), moves)
    errors = [finding for finding in done.findings if finding.level == "error"]
    if layout.comments and layout.shared and errors:
        # from u import (x  # why\n); y: `import z; y` has no place for it.
        assert "comment would be lost" in errors[0].message
        return
    assert not errors
    after = code if done.data is None else done.data.decode()
    try:
        libcst.parse_module(code)
    except libcst.ParserSyntaxError:
        ast.parse(after)
    else:
        libcst.parse_module(after)

    # Nothing but the statement's own lines.
    kept = layout.behind if ";" in layout.behind else ""
    assert after.startswith(layout.above + layout.before)
    assert after.endswith(kept + layout.below)
    fixed = len(layout.above + layout.before), len(kept + layout.below)
    assert len(after) >= sum(fixed)
    middle = after[fixed[0] : len(after) - fixed[1]]
    if layout.newline in code:
        rest = middle.replace(layout.newline, "")
        assert "\n" not in rest
        assert "\r" not in rest
    assert after.count("é") == code.count("é")

    for comment in layout.comments:
        times = after.count(comment)
        pragma = not re.match(r"# <\d+>", comment)
        assert times == 1 or (pragma and times > 1), (comment, after)

    named, loaded = bindings(code)
    now_named, now_loaded = bindings(after)
    stay = any(finding.level == "warning" for finding in done.findings)
    want_named = {(local, new_star(local, means, moves)) for local, means in named}
    want_loaded = {pushed(dotted, moves) for dotted in loaded}
    got_named, got_loaded = {*now_named}, {*now_loaded}
    if stay:
        # Reported, so it may have been left as it was.
        allowed = want_named | {*named} | {*_tied(loaded, moves)}
        assert got_named <= allowed
        assert got_loaded <= want_loaded | {*loaded}
        assert {local for local, _ in named} <= {local for local, _ in got_named}
        return
    extra = got_named - want_named
    assert want_named <= got_named
    assert extra <= {*_tied(loaded, moves)}
    assert got_loaded | {means for _, means in got_named} >= want_loaded
    assert got_loaded <= want_loaded
    # The last one wins, as it did.
    tied = {dotted.partition(".")[0] for dotted in loaded}
    last = {
        local: new_star(local, means, moves)
        for local, means in named
        if local not in tied
    }
    assert {name: means for name, means in now_named if name in last} == last

    if not lookup_of(moves).may_move_again:
        assert run(after.encode(), moves).data is None


def new_star(local: str, means: str, moves: Sequence[Move]) -> str:
    if local == "*":
        return pushed(means.removesuffix(".*"), moves) + ".*"
    return pushed(means, moves)


def _tied(loaded: Sequence[str], moves: Sequence[Move]) -> Iterator[tuple[str, str]]:
    """What may come with `import a.b`.

    In a class body it also hands on `a`: `import x as a`. And where `x` is taken, x.y
    is imported as x_y.
    """
    for dotted in loaded:
        root = dotted.partition(".")[0]
        yield root, pushed(root, moves)
        new = pushed(dotted, moves)
        yield new.replace(".", "_"), new


def symbol(old: str, new: str) -> Move:
    return Move(old=old, new=new)


def module(old: str, new: str) -> Move:
    return Move(old=old, new=new, module=True)


#: What the property found, made small: code of one statement, moves, and the comments
#: that must be kept. A bar stands on both sides of the statement.
FOUND: dict[str, tuple[str, list[Move], list[str]]] = {
    "a comment inside an alias": (
        "|from old import (f as  # <0>\n x)|",
        [symbol("old.f", "new.f")],
        ["# <0>"],
    ),
    "a comment inside an alias that is split off": (
        "|from old import (f as  # <0>\n x, g)|",
        [symbol("old.f", "new.f")],
        ["# <0>"],
    ),
    "a comment inside an alias that is renamed": (
        "|from old import (f  # <0>\n as x)|",
        [symbol("old.f", "new.g")],
        ["# <0>"],
    ),
    "a comment behind the parenthesis": (
        "|from old import (  # <0>\n    f,\n    g,\n)|\n",
        [symbol("old.f", "new.f"), symbol("old.g", "neu.g")],
        ["# <0>"],
    ),
    "a comment before the parenthesis": (
        "|from old import (\n    f,\n    g,\n    # <0>\n)|\n",
        [symbol("old.f", "new.f"), symbol("old.g", "neu.g")],
        ["# <0>"],
    ),
    "a comment that has no brackets to stand in": (
        "a = 1; |from old import (f  # <0>\n)|",
        [module("old.f", "new")],
        ["# <0>"],
    ),
    "a pragma that has no brackets to stand in": (
        "a = 1; |from old import (f  # noqa: F401 <0>\n)|",
        [module("old.f", "new")],
        ["# noqa: F401 <0>"],
    ),
    "a star without a space": ("|from..mod import*|", [module("old.mod", "new")], []),
    "the last of two with one name wins": (
        "|from old import g as f, f|",
        [symbol("old.g", "new.g")],
        [],
    ),
    "the last of three with one name wins": (
        "|from . import g, old, f as old|",
        [symbol("old.sub.old", "new.old")],
        [],
    ),
    "a module and its package as one name": (
        "|import old.mod, old.mod as old|",
        [module("old", "new.old")],
        [],
    ),
    "a backslash before a comma that goes": (
        "|import old.sub\\\n, old.sub|",
        [module("old.sub", "new.sub")],
        [],
    ),
    "the same module twice in a class": (
        "class B: |import old.mod, old.other|  # <0>",
        [module("old", "new.old")],
        ["# <0>"],
    ),
    "a submodule in a class is not left silently": (
        "class B:\n    |import old.mod|\n",
        [module("old.mod", "new.mod")],
        [],
    ),
}


#: Refused so far, which harms nothing.
REFUSED = {
    "a comment that has no brackets to stand in",
    "a pragma that has no brackets to stand in",
}


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_refused(name: str) -> None:
    code, moves, _ = FOUND[name]
    done = run(code.replace("|", "").encode(), moves)
    assert done.data is None
    assert "not-verified" in {finding.code for finding in done.findings}


@pytest.mark.parametrize("name", sorted(FOUND.keys() - REFUSED))
def test_found(name: str) -> None:
    code, moves, comments = FOUND[name]
    before, statement, behind = code.split("|")
    line = before.rfind("\n") + 1
    end = behind.find("\n") if "\n" in behind else len(behind)
    check(
        Layout(
            newline="\n",
            above=before[:line],
            before=before[line:],
            statement=statement,
            behind=behind[:end],
            below=behind[end:],
            comments=comments,
        ),
        moves,
    )


@examples(600)
@given(statements_and_moves())
def test_statement(drawn: Drawn) -> None:
    check(*drawn)
