"""What LibCST codemods promise: each call is what its function makes of it, or said."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import libcst as cst
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dr_refit.codemod.rewrite import rewrite
from dr_refit.migration.codemods import load_codemods
from dr_refit.migration.moves import command_line
from dr_refit.migration.table import MoveTable
from tests.support.profiles import examples

if TYPE_CHECKING:
    from pathlib import Path

FUNCTIONS = """
import libcst as cst

def drop(call):
    return call.with_changes(args=call.args[:1])

def add(call):
    new = cst.Arg(cst.Integer("0"), keyword=cst.Name("new"))
    return call.with_changes(args=[*call.args, new])

def held(call):
    return cst.Subscript(call, [cst.SubscriptElement(cst.Index(cst.Integer("0")))])

def fails(call):
    raise ValueError("no")

CODEMODS = {"lib.drop": drop, "lib.add": add, "lib.held": held, "lib.fails": fails}
"""
NAMES = ("drop", "add", "held", "fails", "other")
HEAD = f"from lib import {', '.join(NAMES)}\n"
ARGUMENTS = st.sampled_from(["", "1", "1, 2", "a, b=c", "*a", "**a", '"é", f"{a}"'])
CALLS = st.tuples(st.sampled_from(NAMES), ARGUMENTS)
LINES = st.sampled_from(
    [
        "{}",
        "x = {}  # why",
        "print([{}, 1], y)",
        "f = lambda a: {}",
        "if a: b = {}",
        "x = [{} for a in b if c]",
        "async def f(): return await {}",
        "x = (  {}  ).y",
    ]
)


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> MoveTable:
    path: Path = tmp_path_factory.mktemp("codemods") / "mine.py"
    path.write_text(FUNCTIONS)
    return MoveTable([command_line([], ["lib=new"]), load_codemods(str(path))])


@examples(30)
@given(lines=st.lists(st.tuples(LINES, CALLS), min_size=1, max_size=5))
def test_each_call_is_what_its_function_makes_of_it(
    lines: list[tuple[str, tuple[str, str]]], table: MoveTable
) -> None:
    functions: dict[str, object] = {}
    exec(FUNCTIONS, functions)
    calls = [f"{name}({arguments})" for _, (name, arguments) in lines]
    texts = [line.format(call) for (line, _), call in zip(lines, calls, strict=True)]
    code = HEAD + "".join(f"{text}\n" for text in texts)
    done = rewrite(code.encode(), table)
    assert done.data is not None
    new = done.data.decode().splitlines()
    assert new[0] == HEAD.strip().replace("lib", "new")
    said = {finding.position.line for finding in done.findings}
    for number, (line, (name, _)), call, text in zip(
        count(1), lines, calls, texts, strict=False
    ):
        made = functions.get(name)
        if name in {"fails", "other"} or not callable(made):
            assert new[number] == text
            assert (number + 1 in said) is (name == "fails")
            continue
        expected = made(cst.parse_expression(call))
        assert new[number] == line.format(cst.Module([]).code_for_node(expected))
    assert rewrite(done.data, table).data is None
