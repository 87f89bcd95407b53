"""Moves given on the command line."""

from __future__ import annotations

import pytest

from dr_refit.errors import RefitError
from dr_refit.migration import moves as migration
from dr_refit.migration.model import Migration, Move


def test_moves_of_a_command_line() -> None:
    made = migration.command_line(
        ["a.f=b.f", "b.f=a.f", "typing.List=builtins.list", "a.f=b.f"],
        ["p = q.p", "q=r"],
    )
    assert made == Migration(
        id="command-line",
        moves=(
            Move(old="p", new="q.p", module=True, home="promised"),
            Move(old="q", new="r", module=True, home="promised"),
            Move(old="a.f", new="b.f", home="promised"),
            Move(old="b.f", new="a.f", home="promised"),
            Move(old="typing.List", new="builtins.list", home="promised"),
        ),
    )


LIGATURE = "\N{LATIN SMALL LIGATURE FI}"


def test_a_command_line_is_compared_as_python_compares_it() -> None:
    made = migration.command_line([f"a.{LIGATURE}nd=b.find"], [])
    assert made.moves == (Move(old="a.find", new="b.find", home="promised"),)


@pytest.mark.parametrize(
    ("option", "what"),
    [
        ("a.b.C", "'' in '' is no identifier"),
        ("a.b=", "'' in '' is no identifier"),
        ("=a.b", "'' in '' is no identifier"),
        ("a..b=c.d", "'' in 'a..b' is no identifier"),
        ("a.b=c.d=e.f", "'d=e' in 'c.d=e.f' is no identifier"),
        ("a/b=c.d", "'a/b' in 'a/b' is no identifier"),
        ("a.b=../c", "'' in '../c' is no identifier"),
        ("a.b=c.1", "'1' in 'c.1' is no identifier"),
        ("a.b=c.if", "'if' in 'c.if' is a keyword"),
        ("a.b=a.b", "a.b moves to itself"),
        ("a.b=\N{FEMININE ORDINAL INDICATOR}.b", "a.b moves to itself"),
    ],
)
def test_a_wrong_option(option: str, what: str) -> None:
    for flag, moves, modules in (
        ("--move", [option], []),
        ("--move-module", [], [option]),
    ):
        with pytest.raises(RefitError) as caught:
            migration.command_line(moves, modules)
        assert caught.value.message == f"{flag} {option}: {what}"
        assert "--move-module a.b=x.y" in caught.value.hint
        assert caught.value.hint.startswith(f"write it like {flag} a.b")


@pytest.mark.parametrize("option", ["a=b.c", "a.b=c"])
def test_a_name_has_a_module(option: str) -> None:
    with pytest.raises(RefitError, match="is not in a module"):
        migration.command_line([option], [])
    assert migration.command_line([], [option]).moves[0].module


@pytest.mark.parametrize(
    ("moves", "modules"),
    [
        (["a.b=c.d", "a.b=e.f"], []),
        ([], ["a.b=c.d", "a.b=e.f"]),
        (["a.b=c.d"], ["a.b=e.f"]),
    ],
)
def test_one_old_name_with_two_new_ones(moves: list[str], modules: list[str]) -> None:
    with pytest.raises(RefitError, match=r"a\.b moves to .* already"):
        migration.command_line(moves, modules)


@pytest.mark.parametrize("module", ["a.m=c.d", "a.m=c.d.e", "c.x=c.d"])
def test_a_name_is_not_moved_onto_a_module(module: str) -> None:
    with pytest.raises(
        RefitError, match=r"--move a\.f=c\.d: c\.d is a module: .* moves"
    ):
        migration.command_line(["a.f=c.d"], [module])


@pytest.mark.parametrize("module", ["a.m=c", "a.m=c.dd", "a.m=d", "c.d=e"])
def test_a_name_is_moved_beside_a_module(module: str) -> None:
    assert len(migration.command_line(["a.f=c.d"], [module]).moves) == 2
