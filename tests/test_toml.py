"""Lines of keys and values in TOML, however it is written."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dr_refit.errors import RefitError
from dr_refit.toml import (
    Document,
    fields,
    json_schema,
    list_of,
    map_of,
    nearest,
    one_of,
    parse,
    string,
)
from tests.support.profiles import examples

TEXT = """\
# name = "no"
title = "[table]"

[table]
plain = 1
dotted.key = 2
inline = { a = 1, b = [
  1,
  2,
] }
text = '''
[[rows]]
plain = 3
'''
"quoted key" = 4

[[rows]]
name = "one"

# a remark
[[rows]]
names = [  # b
  "a",
  "b",
  "c", "b",
]

[rows.below]
deep = 5

[table.sub]
plain = 6
"""
PLACES = {
    (): 1,
    ("title",): 2,
    ("table",): 4,
    ("table", "plain"): 5,
    ("table", "dotted"): 6,
    ("table", "dotted", "key"): 6,
    ("table", "inline"): 7,
    ("table", "inline", "b"): 7,
    ("table", "inline", "b", 1): 7,
    ("table", "text"): 11,
    ("table", "quoted key"): 15,
    ("rows",): 17,
    ("rows", 0): 17,
    ("rows", 0, "name"): 18,
    ("rows", 1): 21,
    ("rows", 1, "names"): 22,
    # Words in a value, and which time.
    ("rows", 1, "names", "b"): 24,
    ("rows", 1, "names", "b", 2): 25,
    ("rows", 1, "names", "b", 7): 25,
    ("rows", 1, "names", "nowhere"): 22,
    ("rows", 1, "below", "deep"): 29,
    ("table", "sub"): 31,
    ("table", "sub", "plain"): 32,
    # A key that is not there is where it should be.
    ("rows", 0, "absent"): 17,
    ("nothing",): 1,
}


@pytest.mark.parametrize(("place", "line"), PLACES.items(), ids=str)
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_a_line(place: tuple[str | int, ...], line: int, newline: str) -> None:
    text = TEXT.replace("\n", newline)
    assert Document(text, tomllib.loads(text)).line(*place) == line


KEYS = st.sampled_from(["a", "b", "name", "names", "path", "from"])
VALUES = st.sampled_from(
    ["1", '"a"', '"b # a"', "[\n  1,  # names\n  2,\n]", "'''\nname = 1\n[a]\n'''"]
)
SPACE = st.sampled_from(["", "\n", "# name\n", "\n# [a]\n\n"])
TABLES = st.lists(
    st.tuples(SPACE, st.dictionaries(KEYS, st.tuples(SPACE, VALUES), max_size=4)),
    min_size=1,
    max_size=6,
)


@examples(100)
@given(TABLES)
def test_any_line(
    tables: list[tuple[str, dict[str, tuple[str, str]]]],
) -> None:
    """What is written at a line is found there."""
    text = ""
    places: dict[tuple[str | int, ...], int] = {}
    for number, (space, table) in enumerate(tables):
        text += space
        places["rows", number] = text.count("\n") + 1
        text += "[[rows]]\n"
        for key, (between, value) in table.items():
            text += between
            places["rows", number, key] = text.count("\n") + 1
            text += f"{key} = {value}\n"
    document = Document(text, tomllib.loads(text))
    assert {place: document.line(*place) for place in places} == places


SHAPE = fields(
    {
        "kind": (one_of(["red", "green"]), "A colour."),
        "some": (list_of(string("word", "^[a-z]+$"), "words"), "Words."),
        "free": (map_of(string(), "^[a-z]$"), "Letter -> text."),
        "count": ({"type": "integer", "title": "number"}, "How many."),
        "any": ({"type": ["boolean", "array"], "title": "any"}, "Anything."),
    },
    "kind",
)


@pytest.mark.parametrize(
    "text",
    [
        'kind = "red"',
        'kind = "green"\nsome = []\nfree = {}\ncount = 3',
        'kind = "red"\nfree = { a = "x" }\nany = true',
        'kind = "red"\nany = [1, "a"]',
    ],
)
def test_what_fits(text: str) -> None:
    assert parse("x", text.encode(), SHAPE, lambda d: d.data) == tomllib.loads(text)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("", "x:1: kind is missing", "A colour."),
        (
            'kind = "gren"',
            "x:1: kind must be one of red, green, not 'gren'",
            "did you mean green?",
        ),
        ('kind = "xyz"', "x:1: kind must be one of red, green, not 'xyz'", "A colour."),
        ("kind = 1", "x:1: kind must be one of red, green, not 1", "A colour."),
        (
            'kind = "red"\ncount = true',
            "x:2: count must be a number, not True",
            "How many.",
        ),
        (
            'kind = "red"\nfree.ab = "x"',
            "x:2: ab is not allowed here",
            "Letter -> text.",
        ),
        ('kind = "red"\nany = 1', "x:2: any must be a any, not 1", "Anything."),
        (
            'kind = "red"\nsome = ["A"]',
            "x:2: some must be a word, not 'A'",
            "Words.",
        ),
        (
            '\ufeffkind = "red"',
            "x:1: it begins with a byte order mark, which TOML has not",
            "save it as UTF-8 without one",
        ),
    ],
)
def test_what_does_not(text: str, message: str, hint: str) -> None:
    with pytest.raises(RefitError) as caught:
        parse("x", text.encode(), SHAPE, lambda d: d.data)
    assert (caught.value.message, caught.value.hint) == (message, hint)


def test_the_schema_says_the_same() -> None:
    schema = json_schema("It", SHAPE)
    assert schema["title"] == "It"
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert schema["required"] == ["kind"]
    assert schema["properties"]["kind"]["description"] == "A colour."


def test_the_nearest() -> None:
    assert nearest("layr", ["name", "layer"]) == "did you mean layer?"
    assert nearest("xyz", ["name", "layer"]) == "leave it out"
    assert nearest("xyz", [], "write") == "write"
