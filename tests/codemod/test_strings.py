"""Strings that name what moved: followed on every way, or left and said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dr_refit.codemod.rewrite import rewrite
from dr_refit.migration.model import Move
from tests.support.moves import lookup_of
from tests.support.profiles import examples

if TYPE_CHECKING:
    from collections.abc import Sequence

MOVES = [Move(old="old.mod", new="new.home.mod", module=True)]
HEAD = "import importlib, pytest\nfrom unittest import mock\n\n\n"
#: What takes a string for a name.
SINKS = (
    "mock.patch({})",
    "mock.patch(target={}, new=1)",
    "importlib.import_module({})",
    "importlib.util.find_spec({})",
    "pytest.importorskip({})",
)
#: How it comes there; `{0}` is the literal, `{1}` what is done with the name `t`.
WAYS = (
    "t = {0}\n{1}\n",
    "for t in ({0}, 'other'):\n    {1}\n",
    "[{1} for t in [{0}]]\n",
    "T = ({0},)\nfor t in T:\n    {1}\n",
    "def f(t):\n    {1}\n\n\nf({0})\n",
    "def f(a, *, t={0}):\n    {1}\n\n\nf(1)\n",
    "def f(t):\n    {1}\n\n\ndef g(u):\n    f(t=u)\n\n\ng({0})\n",
    "@pytest.mark.parametrize('t', [{0}])\ndef test(t):\n    {1}\n",
    "@pytest.mark.parametrize('a, t', [(1, {0})])\ndef test(a, t):\n    {1}\n",
    "t = {0} if a else 'other'\n{1}\n",
)
QUOTES = ("'old.mod'", '"old.mod"', 'r"old.mod"', "'''old.mod'''")


def results(code: str) -> tuple[str, Sequence[str]]:
    done = rewrite(code.encode(), lookup_of(MOVES))
    text = code if done.data is None else done.data.decode()
    return text, [one.code.value for one in done.findings]


@given(st.sampled_from(WAYS), st.sampled_from(SINKS), st.sampled_from(QUOTES))
@examples(60)
def test_a_string_is_followed_on_every_way(way: str, sink: str, quoted: str) -> None:
    code = HEAD + way.format(quoted, sink.format("t"))
    now, said = results(code)
    assert now == code.replace("old.mod", "new.home.mod")
    assert said == []
    assert results(now) == (now, [])


@pytest.mark.parametrize("way", WAYS)
def test_a_string_that_is_used_otherwise_as_well_is_left_and_said(way: str) -> None:
    code = HEAD + way.format("'old.mod'", "(print(t), mock.patch(t))")
    now, said = results(code)
    assert now == code
    assert said == ["name-in-string"]
