"""Where a name can stand, by the bytes of a file."""

from __future__ import annotations

import sys
import unicodedata

import pytest

from dr_refit.python.facts import Facts
from dr_refit.python.source import Source
from dr_refit.python.words import finders, may_disguise, word_pattern


def test_every_character_that_python_takes_for_an_ascii_one() -> None:
    every = map(chr, range(128, sys.maxunicode + 1))
    for character in (one for one in every if f"a{one}".isidentifier()):
        plain = unicodedata.normalize("NFKC", character)
        if any(one.isascii() and f"a{one}".isidentifier() for one in plain):
            assert may_disguise(f"x{character}".encode()), hex(ord(character))


@pytest.mark.parametrize(
    ("data", "may"),
    [
        (b"numpy", False),
        ("naïve = 'é — …'".encode(), False),
        ("ﬁle".encode(), True),
        (b"# coding: latin-1\n\xe9", True),
        ("# coding: utf-8\né".encode(), False),
        (b"\xff\xfe\xfd", True),
    ],
)
def test_disguises(data: bytes, may: bool) -> None:
    assert may_disguise(data) == may


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("np.testing", True),
        ("np.array", False),
        ("np.testing2", False),
        ("np.__dict__", True),
        ("np", True),
        ("np .array", True),
        ("np\n.array", True),
        ("np.é", True),
        ("xnp", False),
        ("np_", False),
    ],
)
@pytest.mark.parametrize("others", [0, 100])
def test_an_attribute_that_does_not_matter(code: str, found: bool, others: int) -> None:
    attributes = frozenset({"testing"})
    words = {"np": attributes, **{f"other{n}": attributes for n in range(others)}}
    matches = [m for one in finders(words) for m in one.finditer(code.encode())]
    assert bool(matches) == found
    if found:
        assert word_pattern("np").search(code.encode())


@pytest.mark.parametrize(
    "statement",
    [
        "old.a",
        "def f(old): pass",
        "class A:\n    def f(self):\n        return [old for old in x]",
        "@g(old)\ndef f(): pass",
        "import old.b",
        "import x, old.b as c, old.c",
        "x: 'old.a'",
        "x: 'o\\x6cd.a'",
        "x: 'ol\\\nd.a'",
        "x: 'o' 'ld.a'",
        "x: ('o'  # half\n    r'''ld.a''')",
        "x: 'o\\u02e1d.a'",
        "ᵒld.a",
        "def f():\n    global old",
        "match x:\n    case old: pass",
        "f'{old}'",
        "try: pass\nexcept E as old: pass",
        "type old = int",
        "def f[old](): pass",
    ],
)
def test_what_is_skipped_says_nothing_of_the_name(statement: str) -> None:
    code = f"import y\nx = 1\n{statement}\nz = 1\ndef g():\n    return z\n"
    facts = Facts(source=Source.of_code("x", code.encode()))
    some = facts.scopes({"old": frozenset({"a"})})
    every = facts.whole_scopes({"old"})
    assert [one.attrs for one in some.references] == [
        one.attrs for one in every.references
    ]
    assert some.mention("old")
    assert [s.kind for s in some.all if s.mentions("old")] == [
        s.kind for s in every.all if s.mentions("old")
    ]


def test_a_name_that_is_used_where_nothing_was_visited() -> None:
    code = b"import u as np\nnp.a\ndef f(np):\n    np.b\n"
    for more, found in ((b"", False), (b"def g():\n    return np.b\n", True)):
        facts = Facts(source=Source.of_code("x", code + more))
        scopes = facts.scopes({"np": frozenset({"a"})})
        assert facts.elsewhere(scopes, "np", scopes.module) == found


def test_many_comments_behind_a_string_take_no_time() -> None:
    code = b'x = "a"  ' + b"#" * 200 + b"\n" + b'y = "a"  ' + b"# a " * 200 + b"\n"
    facts = Facts(source=Source.of_code("x", b"import old\n" + code + b"old\n"))
    assert len(facts.scopes({"old": None}).references) == 1
