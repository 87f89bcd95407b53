"""The change of one file, in little room."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dr_refit.tree.model import Splice, digest
from dr_refit.tree.splices import rewrite_between


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"", b"a"),
        (b"a", b""),
        (b"aaa", b"aa"),
        (b"aa", b"aaaa"),
        (b"abc", b"abc"),
        (b"xabcx", b"xabxabcx"),
        (b"abab", b"ab"),
        (b"one two three", b"one 2 three"),
        (b"x" * 5000, b"x" * 4000),
        (b"xy" * 4000, b"yx" * 5000),
    ],
)
def test_a_rewrite_makes_one_content_the_other(old: bytes, new: bytes) -> None:
    rewrite = rewrite_between("a.py", old, new)
    assert rewrite.of(old) == new
    assert rewrite.digest == digest(old) != digest(old + b"x")


LINES = st.lists(
    st.sampled_from([b"a" * 300, b"b" * 700, b"ab\r\n", b"\n"]), max_size=20
)


@settings(deadline=None)
@given(old=LINES, new=LINES)
def test_any_two_contents(old: list[bytes], new: list[bytes]) -> None:
    before, after = b"".join(old), b"".join(new)
    rewrite = rewrite_between("a.py", before, after)
    assert rewrite.of(before) == after
    ends = [0, *(place for s in rewrite.splices for place in (s.start, s.end))]
    assert ends == sorted(ends)


def test_a_rewrite_holds_little_but_what_changes() -> None:
    lines = [f"line {number}\n" for number in range(10_000)]
    lines[5000] = "y = a.f(1)\n"
    old = "".join(["import a, b\n", *lines, "x = a.f(1)\n"]).encode()
    new = old.replace(b"import a, b\n", b"import b\nimport c as a\n")
    new = new.replace(b"a.f(1)", b"a.g(1)")
    rewrite = rewrite_between("a.py", old, new)
    assert rewrite.of(old) == new
    assert sum(len(splice.text) for splice in rewrite.splices) < 2000
    assert rewrite.splices[-1] == Splice(len(old) - 5, len(old) - 4, b"g")


def test_a_rewrite_of_everything_is_one_splice() -> None:
    old, new = (b"".join(b"%s%d\n" % (c, n) for n in range(500)) for c in (b"a", b"b"))
    (splice,) = rewrite_between("a.py", old, new).splices
    assert splice.end - splice.start > len(old) - 10
