"""Shell texts: what a shell makes of them, and what may be written in them."""

from __future__ import annotations

import shlex
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dr_refit.codemod.document import Fragment
from dr_refit.codemod.shell.proof import compare_shell
from dr_refit.codemod.shell.rename import rename
from dr_refit.codemod.shell.uses import uses
from dr_refit.codemod.shell.wanted import Wanted
from dr_refit.codemod.shell.words import commands
from dr_refit.errors import FileRefused
from dr_refit.migration.model import Migration
from dr_refit.migration.moves import move_of
from dr_refit.migration.table import MoveTable
from dr_refit.python.edits import apply
from dr_refit.python.namespaces import MODULE
from dr_refit.python.source import Source

TABLE = MoveTable(
    [
        Migration(
            id="tools",
            moves=(move_of("old_tools.a", "kit.a", module=True),),
            retired=frozenset(["old_tools"]),
            distribution="old-tools",
            commands={"old-run": "new-run"},
        )
    ]
)
WANTED = {"tools": Wanted(requirements=("kit>=1,<2",))}


def _shell(code: bytes) -> Fragment:
    source = Source.of_code("a.sh", code)
    return Fragment(source=source, segments=(), namespace=MODULE)


_WORDS = st.lists(
    st.text("ab'\"\\ $#é=-", min_size=1, max_size=6).map(shlex.quote), min_size=1
)


@given(_WORDS, st.sampled_from([" ", "  ", " \\\n ", "\t"]))
def test_words_are_those_of_a_shell(words: list[str], gap: str) -> None:
    text = gap.join(words)
    [line] = commands(text.encode())
    assert [word.value for word in line.words] == shlex.split(text.replace("\\\n", ""))
    at = 0
    for word in line.words:
        assert not text.encode()[at : word.start].strip(b" \t\\\n")
        at = word.stop


@given(st.text("ab'\"\\ $#\n<>|&;(){}`=", max_size=30))
def test_whatever_it_is_is_read_to_its_end(text: str) -> None:
    code = text.encode()
    spans = [word for line in commands(code) for word in line.words]
    assert [*spans] == sorted(spans)
    assert all(one.stop <= other.start for one, other in pairwise(spans))
    for line in commands(code):
        assert {use.word for use in uses(line)} <= {*line.words}


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("a b > c 2>&1 < d", [["a", "b"]]),
        ("a >=1 b>=1,<2", [["a", "b>=1,<2"]]),
        ("a # b\nc", [["a"], ["c"]]),
        ("a#b", [["a#b"]]),
        ("a && b; c | d & e", [["a"], ["b"], ["c"], ["d"], ["e"]]),
        ("x=$(a b)", [["x=$"], ["a", "b"]]),
        ("a <<'E' b\nc d\nE\ne", [["a", "b"], ["e"]]),
        ("a it's\nb", [["a", "it's"], ["b"]]),
        (
            "case a in\nb | c) d | e;;\n(f) (g);;\nesac",
            [["case", "a", "in"], ["d"], ["e"], ["g"], ["esac"]],
        ),
        ("", []),
    ],
)
def test_commands(text: str, read: list[list[str]]) -> None:
    found = [[word.value for word in line.words] for line in commands(text.encode())]
    assert found == read


@given(
    st.lists(
        st.sampled_from(
            [
                *(
                    "pip install ",
                    "uv add ",
                    "uv run ",
                    "--with ",
                    "old_tools ",
                    "kit ",
                ),
                *("'old-tools>=1' ", "old-run ", "-q ", "-t ", "\n", "&& ", "a "),
                *(
                    "python -m ",
                    "old_tools.a ",
                    "kit>=3 ",
                    "pip uninstall ",
                    "kit==1.4 ",
                ),
            ]
        ),
        max_size=12,
    ).map("".join)
)
def test_what_is_renamed_is_proved_and_stays(text: str) -> None:
    code = text.encode()
    done = rename(_shell(code), TABLE, WANTED, {"tools"})
    new = apply(code, done.edits)
    compare_shell(_shell(code), new, TABLE, WANTED)
    again = rename(_shell(new), TABLE, WANTED, {"tools"})
    assert not again.edits
    assert code.count(b"\n") == new.count(b"\n")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("pip install old_tools", "pip install kit"),
        ("pip install old_tools", "pip install 'kit>=1,<2' more"),
        ("pip install old_tools a", "pip install 'kit>=1,<2'"),
        ("pip install old_tools", "pip install 'kit>=2'"),
        ("pip install old_tools", "pip install"),
        ("pip install a", "pip install 'kit>=1,<2'"),
        ("pip install old_tools", "uv add 'kit>=1,<2'"),
        ("pip install -q old_tools", "pip install 'kit>=1,<2'"),
        ("old-run a", "new-run"),
        ("old-run", "other-run"),
        ("python -m old_tools.a", "python -m kit.b"),
        ("a", "a; b"),
        ("echo old-run", "echo new-run"),
    ],
)
def test_what_says_something_else_is_refused(old: str, new: str) -> None:
    with pytest.raises(FileRefused):
        compare_shell(_shell(old.encode()), new.encode(), TABLE, WANTED)
