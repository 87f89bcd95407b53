"""The file of a migration: what it becomes, and every refusal."""

from __future__ import annotations

import tomllib
from pathlib import Path

import jsonschema
import pytest

from dr_refit.errors import RefitError
from dr_refit.migration import toml as migration
from dr_refit.migration.model import Migration, Move, Note
from dr_refit.migration.shape import json_schema
from tests.support.wrong_toml import Wrong, assert_refused, assert_schema

GOOD = """\
title = "old to new"
distribution = "old-dist"
retired = ["old"]

[requirements]
new = "new-dist>=1,<2"
"new.sub" = "new-sub"

[[move]]
from = "old.a"
to = "new"
extra = "x"
names = ["f", "g = h"]

[[move]]
module = "old.b"
to = "new.sub.b"
names = ["C"]

[[move]]
module = "old.everything"
to = "new.everything"

[removed]
"old.a.gone" = "do without"

[kept]
"old.stays" = "it grew"
"old.quiet" = ""

[notes]
"old.a.f" = "louder"

[silent]
"old.b.C" = "wrong"
"old.quiet" = "wrong too"
"old.everything.anything" = "and this"
"""


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "codemods" / "x.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return path


def test_a_file_becomes_a_migration(tmp_path: Path) -> None:
    assert migration.load(write(tmp_path, GOOD)) == Migration(
        id="x",
        title="old to new",
        distribution="old-dist",
        retired=frozenset({"old"}),
        requirements={"new": "new-dist>=1,<2", "new.sub": "new-sub"},
        moves=(
            Move(old="old.a.f", new="new.f", requirement="new-dist[x]>=1,<2"),
            Move(old="old.a.g", new="new.h", requirement="new-dist[x]>=1,<2"),
            Move(
                old="old.b",
                new="new.sub.b",
                module=True,
                names=frozenset({"C"}),
                requirement="new-sub",
            ),
            Move(
                old="old.everything",
                new="new.everything",
                module=True,
                requirement="new-dist>=1,<2",
            ),
        ),
        kept=frozenset({"old.stays", "old.quiet"}),
        removed={"old.a.gone": "do without"},
        notes={
            "old.stays": Note(text="it grew"),
            "old.a.f": Note(text="louder"),
            "old.b.C": Note(text="wrong", silent=True),
            "old.quiet": Note(text="wrong too", silent=True),
            "old.everything.anything": Note(text="and this", silent=True),
        },
    )


def test_a_home_may_be_planned(tmp_path: Path) -> None:
    text = (
        'title = "x"\nplanned = ["n", "o.part"]\n[requirements]\n"o.b" = "o>=1"\n'
        '[[move]]\nfrom = "m"\nto = "n.deep"\nnames = ["a"]\n'
        '[[move]]\nmodule = "m.b"\nto = "o.part.b"\n'
        '[[move]]\nmodule = "m.c"\nto = "o.b"\n'
    )
    homes = {
        move.new: move.home for move in migration.load(write(tmp_path, text)).moves
    }
    assert homes == {
        "n.deep.a": "planned",
        "o.part.b": "planned",
        "o.b": "published",
    }


def test_names_are_compared_as_python_compares_them(tmp_path: Path) -> None:
    loaded = migration.load(
        write(
            tmp_path, GOOD.replace('a.f"', 'a.find"').replace('"f"', f'"{LIGATURE}nd"')
        )
    )
    assert loaded.moves[0].old == "old.a.find"


def test_chains_end_where_a_name_is_kept(tmp_path: Path) -> None:
    moves = '[[move]]\nmodule = "a"\nto = "b.a"\n[[move]]\nmodule = "b"\nto = "c"\n'
    path = write(tmp_path, f'title = "x"\n{moves}[kept]\n"b.a" = ""\n')
    assert len(migration.load(path).moves) == 2


def test_a_package_moves_to_a_part_of_itself(tmp_path: Path) -> None:
    moves = '[[move]]\nmodule = "a"\nto = "a.core"\n[removed]\n"a.old" = "drop it"\n'
    symbol = '[[move]]\nfrom = "b"\nto = "b.x"\nnames = ["x"]\n'
    path = write(tmp_path, f'title = "x"\n{symbol}{moves}')
    assert [move.is_inward for move in migration.load(path).moves] == [True, True]


def test_a_chain_is_none_where_every_name_of_it_has_its_end(tmp_path: Path) -> None:
    # What moves out of a module to the package has the rules of the package;
    # what another module becomes has rules of its own; a function became a module.
    text = """title = "x"
[[move]]
module = "a.old"
to = "a"
[[move]]
from = "a"
to = "b"
names = ["f", "g"]
[[move]]
module = "c"
to = "e"
[[move]]
from = "c"
to = "b"
names = ["f"]
[[move]]
from = "e"
to = "b"
names = ["f = other"]
[[move]]
from = "a"
to = "a.h"
names = ["h"]
[[move]]
from = "d"
to = "a.h"
names = ["other"]
"""
    assert len(migration.load(write(tmp_path, text)).moves) == 8


LIGATURE = "\N{LATIN SMALL LIGATURE FI}"
#: What no JSON Schema sees.
BEYOND_A_SCHEMA = {"no identifier", "no change", "no names"}
ONE = '[[move]]\nfrom = "m"\nto = "n"\nnames = ["a", "b"]\n'
#: What is wrong: a file without its title, `#!` on the line to blame; what is said.
WRONG: dict[str, Wrong] = {
    "unknown key": ('distribtion = "x" #!', "unknown key distribtion", "distribution?"),
    "unknown section": ("[removd] #!", "unknown key removd", "did you mean removed?"),
    "unknown in a move": (
        ONE + '[[move]]\nmodul = "c" #!\nto = "d"',
        "unknown key modul",
        "did you mean module?",
    ),
    "unlike any key": ("xyz = 1 #!", "unknown key xyz", "leave it out"),
    "no target": ('[[move]] #!\nmodule = "c"', "to is missing", "has them now"),
    "text for a list": (
        'retired = "a" #!',
        "retired must be a list of packages",
        "names",
    ),
    "list for text": (
        "distribution = [] #!",
        "distribution must be a text, not []",
        "",
    ),
    "text for a table": ('kept = "a" #!', "kept must be a table, not 'a'", "stays"),
    "text for tables": ('move = "a" #!', "move must be a list of tables, not 'a'", ""),
    "text for a move": ('move = ["a"] #!', "move must be a table, not 'a'", ""),
    "number in a list": (
        '[[move]]\nfrom = "m"\nto = "n"\nnames = [1] #!',
        "names must be a name, not 1",
        "",
    ),
    "boolean for text": (
        '[removed]\n"m.a" = true #!',
        "m.a must be a text, not True",
        "",
    ),
    "no advice": ('[removed]\n"m.a" = "" #!', "m.a must be a text, not ''", ""),
    "empty note": ('[notes]\n"m.a" = " " #!', "m.a must be a text, not ' '", ""),
    "bare dotted key": (
        '[kept]\nm.a = "x" #!',
        "m must be a text, not {'a': 'x'}",
        "in quotes",
    ),
    "dotted package": (
        'retired = ["a.b"] #!',
        "retired must be a package, not 'a.b'",
        "",
    ),
    "keyword retired": (
        'retired = ["class"] #!\n[kept]\n"a.b" = ""',
        "'class' in 'class' is a keyword",
        "",
    ),
    "no requirement": (
        '[requirements]\nn = ">=1" #!',
        "n must be a requirement, not '>=1'",
        "",
    ),
    "requirement with extras": (
        '[requirements]\nn = "n[x]" #!',
        "n must be a requirement, not 'n[x]'",
        "",
    ),
    "planned, and no target": (
        'planned = ["n", "nn"] #!\n' + ONE,
        "nothing moves to nn",
        "did you mean n?",
    ),
    "planned, and brought": (
        'planned = ["n"]\n[requirements]\nn = "n>=1"\n'
        + ONE.replace("[[move]]", "[[move]] #!"),
        "n is planned: nothing brings it yet",
        "leave out n>=1",
    ),
    "requirement of nothing": (
        ONE + '[requirements]\nnn = "n" #!',
        "nothing moves to nn",
        "did you mean n?",
    ),
    "extra of nothing": (
        ONE + '[[move]] #!\nfrom = "m"\nto = "n"\nnames = ["c"]\nextra = "x"',
        "nothing has the extra x",
        "`requires`",
    ),
    "from and module": (
        '[[move]] #!\nfrom = "m"\nmodule = "m"\nto = "n"\nnames = ["a"]',
        "not one thing that moves",
        "`from` and `names`",
    ),
    "neither": ('[[move]] #!\nto = "n"', "not one thing that moves", "`module`"),
    "no names": (
        '[[move]] #!\nfrom = "m"\nto = "n"\nnames = []',
        "not one thing that moves",
        "`names`",
    ),
    "from nothing": (
        '[[move]]\nmodule = "" #!\nto = "n"',
        "module must be a text, not ''",
        "moves whole",
    ),
    "into nothing": (
        '[[move]]\nmodule = "m"\nto = "" #!',
        "to must be a text, not ''",
        "has them now",
    ),
    "into half a name": (
        '[[move]] #!\nmodule = "m"\nto = "n."',
        "'' in 'n.' is no identifier",
        "dotted",
    ),
    "no identifier": (
        ONE + '[[move]]\nfrom = "m"\nto = "n"\nnames = [\n  "c",\n  "d-e", #!\n]',
        "'d-e' in 'm.d-e' is no identifier",
        "dotted",
    ),
    "renamed to no identifier": (
        '[[move]]\nfrom = "m"\nto = "n"\nnames = ["a = b c"] #!',
        "'b c' in 'n.b c' is no identifier",
        "dotted",
    ),
    "renamed in a module": (
        '[[move]]\nmodule = "m"\nto = "n"\nnames = ["a = b"] #!',
        "'a = b' in 'm.a = b' is no identifier",
        "dotted",
    ),
    "keyword": (
        '[[move]]\nfrom = "m"\nto = "n"\nnames = ["class"] #!',
        "'class' in 'm.class' is a keyword",
        "dotted",
    ),
    "keyword kept": ('[kept]\n"m.None" = "" #!', "'None' in 'm.None' is a keyword", ""),
    "a path": ('[removed]\n"m/a" = "x" #!', "'m/a' in 'm/a' is no identifier", ""),
    "no change": (
        '[[move]]\nfrom = "m"\nto = "m"\nnames = ["b = c", "a"] #!',
        "m.a moves to itself",
        "[kept]",
    ),
    "module to itself": (
        '[[move]] #!\nmodule = "m"\nto = "m"',
        "m moves to itself",
        "",
    ),
    "twice in a line": (
        '[[move]]\nfrom = "m"\nto = "n"\nnames = ["a", "a"] #!',
        "m.a is listed twice",
        "on line 5 only",
    ),
    "twice in a list": (
        '[[move]]\nfrom = "m"\nto = "n"\nnames = [\n"a",\n"b",\n"a", #!\n]',
        "m.a is listed twice",
        "on line 6 only",
    ),
    "twice when normalised": (
        f'[[move]]\nfrom = "m"\nto = "n"\nnames = [\n"find",\n"{LIGATURE}nd", #!\n]',
        "m.find is listed twice",
        "on line 6 only",
    ),
    "moved twice": (
        ONE + '[[move]]\nfrom = "m"\nto = "o"\nnames = ["c", "b"] #!',
        "m.b is listed twice",
        "on line 5 only",
    ),
    "moved along and alone": (
        '[[move]]\nmodule = "m"\nto = "o"\nnames = ["a"]\n' + ONE[:-1] + "#!",
        "m.a is listed twice",
        "on line 5 only",
    ),
    "moved and removed": (
        ONE + '[removed]\n"m.c" = "x"\n"m.a" = "y" #!',
        "m.a is listed twice",
        "on line 5 only",
    ),
    "kept and removed": (
        '[removed]\n"m.a" = "x" #!\n[kept]\n"m.a" = ""',
        "m.a is listed twice",
        "on line 5 only",
    ),
    "note of nothing": (
        ONE + '[notes]\n"m.c" = "x" #!',
        "m.c is not in this file",
        "did you mean m.",
    ),
    "silence of nothing": (
        '[[move]]\nmodule = "m"\nto = "n"\nnames = ["a"]\n[silent]\n"m.long" = "x" #!',
        "m.long is not in this file",
        "leave it out",
    ),
    "two notes": (
        ONE + '[notes]\n"m.a" = "x"\n[silent]\n"m.a" = "y" #!',
        "m.a has a note already",
        "join",
    ),
    "kept text and a note": (
        '[kept]\n"m.a" = "x"\n[notes]\n"m.a" = "y" #!',
        "m.a has a note already",
        "join",
    ),
    "chain": (
        '[[move]]\nfrom = "l"\nto = "m"\nnames = ["c", "a"] #!\n' + ONE,
        "l.a moves to m.a, which leaves too",
        "last home",
    ),
    "swap": (
        '[[move]]\nfrom = "m"\nto = "m"\nnames = ["a = b", "b = a"] #!',
        "m.a moves to m.b, which leaves too",
        "list m.b under [kept]",
    ),
    "chain of modules": (
        '[[move]] #!\nmodule = "l"\nto = "m.x"\n[[move]]\nmodule = "m"\nto = "n"',
        "l moves to m.x, which leaves too",
        "last home",
    ),
    "chain by a name of a module": (
        '[[move]] #!\nmodule = "l"\nto = "m"\nnames = ["a"]\n' + ONE,
        "l moves to m.a, which leaves too",
        "last home",
    ),
    "chain under a module": (
        '[[move]] #!\nmodule = "l"\nto = "m"\n' + ONE,
        "l moves to m.a, which leaves too",
        "the last home of l.a",
    ),
    "into a part of itself that moves on": (
        '[[move]] #!\nmodule = "m"\nto = "m.x"\n[[move]]\nmodule = "m.x"\nto = "n"',
        "m moves to m.x, which leaves too",
        "last home",
    ),
    "into the removed": (
        ONE[:-1] + '#!\n[removed]\n"n.b" = "x"',
        "m.b moves to n.b, which leaves too",
        "last home",
    ),
    "removed from elsewhere": (
        ONE + '[removed]\n"m.gone" = "x"\n"mm.gone" = "x" #!',
        "nothing moves from mm, and it is not retired",
        "did you mean m?",
    ),
    "kept elsewhere": (
        'retired = ["old"]\n[kept]\n"odl.f" = "" #!',
        "nothing moves from odl, and it is not retired",
        "did you mean old?",
    ),
    "wrong operator": (
        ONE + '[requirements]\nn = "n>>1" #!',
        "'n>>1' is no requirement: ",
        "name>=1.0,<2",
    ),
    "wrong version": (
        ONE + '[requirements]\nn = "n>=1,<x" #!',
        "'n>=1,<x' is no requirement: ",
        "name>=1.0,<2",
    ),
    "wrong marker": (
        ONE + "[requirements]\nn = \"n>=1; python_versoin<'3'\" #!",
        "\"n>=1; python_versoin<'3'\" is no requirement: ",
        "name>=1.0,<2",
    ),
    "wrong extra": (
        ONE.replace("names", 'requires = "n"\nextra = "a b"\nnames').replace(
            "[[move]]", "[[move]] #!"
        ),
        "'n[a b]' is no requirement: ",
        "name>=1.0,<2",
    ),
    "syntax": ("[kept #!", "Expected ']' at the end of a table declaration", "TOML"),
    "key twice": ('[kept]\n"a.b" = ""\n"a.b" = "" #!', "Cannot overwrite a value", ""),
    "end of the file": ('[kept]\n"a" = """\n#!', "Unterminated string", "TOML"),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_an_error_has_a_line_and_a_hint(
    wrong: Wrong, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("codemods").mkdir()
    text, what, hint = wrong
    whole = (f'title = "x"\n{text}\n', what, hint)
    assert_refused(lambda file: migration.load(Path(file)), "codemods/x.toml", whole)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'title = "x"\n# caf\xe9\n', "x.toml:2: not UTF-8"),
        (b"retired = [\n]\n", "x.toml:1: title is missing"),
        (None, "x.toml: No such file or directory"),
    ],
    ids=["latin-1", "no title", "absent"],
)
def test_an_unreadable_file(
    content: bytes | None, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    if content is not None:
        Path("x.toml").write_bytes(content)
    with pytest.raises(RefitError) as caught:
        migration.load(Path("x.toml"))
    assert caught.value.message == message
    assert caught.value.hint


def test_the_schema_is_one_and_takes_the_files() -> None:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    for path in migration.shipped_dir().glob("*.toml"):
        jsonschema.validate(tomllib.loads(path.read_text()), schema)
    jsonschema.validate(tomllib.loads(GOOD), schema)


@pytest.mark.parametrize(
    "wrong",
    [name for name in WRONG if name.split()[0] in {"unknown", "unlike", "text", "no"}],
)
def test_the_schema_refuses_what_the_loader_refuses(wrong: str) -> None:
    text = f'title = "x"\n{WRONG[wrong][0]}\n'
    refuses = wrong not in BEYOND_A_SCHEMA
    assert_schema(json_schema(), text, refuses=refuses)
