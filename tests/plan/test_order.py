"""The order of what is left: nobody is broken, and each command stands once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dr_refit.plan.model import PhaseProgress, Row, RowProgress
from dr_refit.plan.order import order
from dr_refit.plan.verdict import Left, Need
from dr_refit.report.text.plan import render_order
from tests.support.profiles import examples


def row(name: str, *left: Left, after: tuple[str, ...] = ()) -> RowProgress:
    return RowProgress(
        row=Row(name=name, content=name, checks=(), after=after), left=left
    )


def ordered(*rows: RowProgress, repositories: str = "") -> str:
    phase = PhaseProgress(title="x", rows=rows)
    return render_order(order([phase], repositories.split()))


def test_nothing_is_left() -> None:
    assert ordered(row("a")) == "Nothing is left to do.\n"


def test_what_is_needed_comes_first() -> None:
    new = Left(why="b is not there", command="fleet new b", gives="repository b")
    move = Left(
        why="a imports b",
        command="fleet migrate --repos a",
        repository="a",
        needs=(Need(("repository b",), "b is not there yet"),),
    )
    by_hand = Left(why="a has c", repository="a")
    assert ordered(row("moved", move, by_hand), row("made", new), repositories="a") == (
        "Now, breaking nobody:\n"
        "  1. by hand: a has c\n"
        "  2. fleet new b\n"
        "     # b is not there\n"
        "Then:\n"
        "  3. fleet migrate --repos a\n"
        "     # a imports b\n"
        "     waits for 2: b is not there yet\n"
    )


def test_a_command_stands_once() -> None:
    left = [Left(why=f"a imports {x}", command="fleet migrate a") for x in "bc"]
    assert ordered(row("x", left[0]), row("y", left[1], after=("x",))) == (
        "Now, breaking nobody:\n"
        "  1. fleet migrate a\n"
        "     # a imports b\n"
        "     # a imports c\n"
    )


def test_a_row_waits_for_those_it_comes_after_but_not_what_others_ask_for() -> None:
    first = Left(why="a has b")
    shared = Left(why="c imports a", command="fleet migrate a")
    last = Left(why="a has modules", command="codemod retire a")
    text = ordered(
        row("moved", first),
        row("used", shared),
        row("end", shared, last, after=("moved",)),
    )
    assert text.index("fleet migrate") < text.index("Then:")
    assert text.endswith(
        "  3. codemod retire a\n"
        "     # a has modules\n"
        "     waits for 1: moved comes first\n"
    )


def test_what_no_row_brings_forward() -> None:
    need = Need(("no import of a in c",), "c imports a: x.py:1")
    assert ordered(row("x", Left(why="b has a", needs=(need,)))) == (
        "Then:\n  1. by hand: b has a\n     waits for c imports a: x.py:1\n"
    )


def test_a_repository_is_made_by_whoever_has_the_command() -> None:
    gives = "repository b"
    unread = Left(why="no b", command="fleet add b", measured=False, gives=gives)
    new = Left(why="no b", command="fleet new b", gives=gives)
    assert "add" not in ordered(row("x", unread), row("y", new))
    assert "fleet add b" in ordered(row("x", unread))


def test_the_lower_one_first() -> None:
    left = [Left(why=x, repository=x) for x in "ba"]
    text = ordered(row("x", *left), repositories="a b")
    assert text.index("hand: a") < text.index("hand: b")


def test_a_circle_is_all_there_and_says_for_whom_it_waits() -> None:
    lefts = [
        Left(why=x, gives=x, needs=(Need((y,), f"no {y}"),))
        for x, y in ("ab", "bc", "ca")
    ]
    text = ordered(row("x", *lefts))
    assert text.count("by hand") == text.count("waits for") == 3


TOKENS = st.sampled_from("abcdef")


@examples(60)
@given(st.lists(st.tuples(TOKENS, st.sets(TOKENS, max_size=2)), max_size=8))
def test_no_step_comes_before_what_it_waits_for(
    drawn: list[tuple[str, set[str]]],
) -> None:
    """Whatever only needs what comes before it in the alphabet is in no circle."""
    lefts = [
        Left(
            why=f"{number}",
            gives=gives,
            needs=tuple(Need((one,), one) for one in sorted(needs) if one < gives),
        )
        for number, (gives, needs) in enumerate(drawn)
    ]
    phase = PhaseProgress(title="x", rows=(row("x", *lefts),))
    steps = order([phase], ()).steps
    assert len(steps) == len(lefts)
    for number, step in enumerate(steps, 1):
        for why in step.waits:
            before, _, _ = why.partition(": ")
            for each in before.split(", "):
                assert not each.isdigit() or int(each) < number
