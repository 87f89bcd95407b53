"""codemods/*.toml against the facts they were written from, and every refusal."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import jsonschema
import pytest
from packaging.requirements import Requirement

from dr_refit.errors import RefitError
from dr_refit.migration import toml as migration
from dr_refit.migration.model import Migration, Move, Note


class Symbol(NamedTuple):
    """A name that a retired package had, as tests/data/symbols.json tells it."""

    old: str
    kind: str
    target: str | None
    status: str
    behaviour_changed: bool


SYMBOLS = [
    Symbol(*row)
    for row in json.loads((Path(__file__).parent / "data/symbols.json").read_text())
]
SHIPPED = migration.load_shipped()
MOVES = {move.old: move for shipped in SHIPPED for move in shipped.moves}
KEPT = {name for shipped in SHIPPED for name in shipped.kept}
REMOVED = {name: text for shipped in SHIPPED for name, text in shipped.removed.items()}
NOTES = {name: note for shipped in SHIPPED for name, note in shipped.notes.items()}
NAMESPACES = {
    old[:dot]
    for old in (*MOVES, *KEPT, *REMOVED)
    for dot, letter in enumerate(old)
    if letter == "."
}
FILES = sorted(migration.shipped_dir().glob("*.toml"))
#: The names of the rows of class S in behaviour_changes.md.
SILENT = [
    "dr_ingest.configs.Paths",
    "dr_ingest.configs.paths.Paths",
    "dr_ingest.hf.io.cached_download_tables_from_hf",
    "dr_ingest.hf.location.HFLocation",
    "dr_ingest.utils.pandas.masked_setter",
    "hf_utils.DataDecidePaths",
    "hf_utils.datadecide.DataDecidePaths",
    "hf_utils.branches.parse_branch_name",
    "hf_utils.checkpoints.analyze_complete_checkpoint",
    "hf_utils.checkpoints.process_all_checkpoints",
    "hf_utils.checkpoints.process_single_checkpoint",
    "hf_utils.huggingface.download_dataset",
    "hf_utils.huggingface.load_or_download_dataset",
    "hf_utils.paths.get_data_dir",
    "hf_utils.weights.calculate_global_weight_stats",
    "dr_showntell.table_formatter.format_coverage_table",
    "dr_wandb.cli.download.ProjDownloadConfig",
    "dr_wandb.fetch_project_runs",
    "dr_wandb.fetch.fetch_project_runs",
    "dr_wandb.fetch._iterate_runs",
    "dr_wandb.serialize_run",
    "dr_wandb.fetch.serialize_run",
    "dr_wandb.serialize_history_entry",
    "dr_wandb.fetch.serialize_history_entry",
]


def target(old: str) -> str | None:
    """Where a name is now, by the longest rule that has it."""
    if old in KEPT:
        return old
    if old in REMOVED:
        return None
    if old in MOVES:
        return MOVES[old].new
    module, _, leaf = old.rpartition(".")
    move = MOVES.get(module)
    if move and move.module and leaf in (move.names or ()):
        return f"{move.new}.{leaf}"
    return None


def test_the_facts_are_the_facts() -> None:
    assert len(SYMBOLS) == len({symbol.old for symbol in SYMBOLS}) == 421
    assert (
        sum(symbol.status == "project_specific(ft_scaling)" for symbol in SYMBOLS)
        == 154
    )
    assert sum(symbol.old == symbol.target for symbol in SYMBOLS) == 20


def test_every_symbol_is_covered_once() -> None:
    fates = Counter(
        "kept"
        if symbol.old in KEPT
        else "removed"
        if symbol.old in REMOVED
        else "moved"
        if target(symbol.old)
        else "namespace"
        if symbol.old in NAMESPACES
        else f"lost: {symbol.old}"
        for symbol in SYMBOLS
    )
    assert fates == {"moved": 309, "removed": 75, "kept": 20, "namespace": 17}


def test_targets_are_those_of_the_facts() -> None:
    """Of names; a module may go to a package's top level instead."""
    wrong = [
        symbol
        for symbol in SYMBOLS
        if symbol.target
        and symbol.kind != "module"
        and target(symbol.old) != symbol.target
    ]
    assert wrong == []


def test_a_module_moves_to_its_target_or_the_top_level_above() -> None:
    for symbol in SYMBOLS:
        new = target(symbol.old)
        if symbol.kind == "module" and new and symbol.target:
            assert f"{symbol.target}.".startswith(f"{new}."), symbol


def test_no_whole_module_loses_a_name() -> None:
    """Nothing is guessed: what a module moves along is what the facts say it had."""
    known = {symbol.old for symbol in SYMBOLS}
    for move in MOVES.values():
        if move.module:
            assert move.names is not None, move.old
            assert {f"{move.old}.{name}" for name in move.names} <= known


def test_what_was_removed_has_advice() -> None:
    for symbol in SYMBOLS:
        if symbol.status == "removed" or (
            not symbol.target and symbol.kind != "module"
        ):
            assert len(REMOVED[symbol.old]) > 10, symbol.old


def test_all_of_ft_scaling_has_a_target() -> None:
    for symbol in SYMBOLS:
        if symbol.status == "project_specific(ft_scaling)":
            assert (target(symbol.old) or "").startswith("ft_scaling."), symbol.old


def test_changed_behaviour_is_told() -> None:
    for symbol in SYMBOLS:
        if symbol.behaviour_changed:
            assert symbol.old in NOTES or symbol.old in REMOVED, symbol.old
    told = [name for name in NOTES if len(NOTES[name].text) < 15]
    assert told == []


def test_silent_changes_are_silent() -> None:
    assert [name for name in SILENT if not NOTES[name].silent] == []


def test_no_target_moves_on() -> None:
    """In one file the loader refuses it; this is across the files."""
    for move in MOVES.values():
        assert target(move.new) in {None, move.new}, move.old
        assert move.new not in REMOVED


def test_shipped_requirements() -> None:
    for move in MOVES.values():
        assert move.requirement, move.old
        Requirement(move.requirement)


@pytest.mark.parametrize(
    ("old", "requirement"),
    [
        ("dr_ingest.hf.io.upload_file_to_hf", "dr-hf>=0.1.0,<0.1.1"),
        ("dr_ingest.hf.io.query_hf_with_duckdb", "dr-hf[duckdb]>=0.1.0,<0.1.2"),
        ("hf_utils.weights.analyze_model_weights", "dr-hf[weights]>=0.1.0,<0.1.2"),
        ("hf_utils.branches", "dr-hf>=0.1.0,<0.1.2"),
        ("dr_ingest.utils.display.relative_to_safe", "marimo-utils>=0.1.0,<0.8"),
        ("dr_ingest.utils.display.render_model", "marimo-utils>=0.1.0,<0.9"),
        (
            "dr_showntell.table_formatter.format_table",
            "dr-frames[formatting]>=0.1.0,<0.1.1",
        ),
        (
            "dr_ingest.types",
            "datadec @ git+https://github.com/drothermel/datadec@dd4f54c",
        ),
        ("dr_ingest.wandb.tokens", "ft-scaling"),
        ("dr_wandb.constants.MAX_INT", "dr-wandb>=0.2.0,<1"),
    ],
)
def test_a_shipped_requirement(old: str, requirement: str) -> None:
    assert MOVES[old].requirement == requirement


def test_shipped_files_do_not_overlap() -> None:
    olds = [
        old for s in SHIPPED for old in (*(m.old for m in s.moves), *s.kept, *s.removed)
    ]
    assert len(olds) == len(set(olds))
    assert [s.id for s in SHIPPED] == [
        "dr_ingest",
        "dr_showntell",
        "dr_wandb",
        "hf_utils",
    ]
    assert {s.distribution for s in SHIPPED} == {
        "dr-ingest", "dr-showntell", "hf-utils", None
    }  # fmt: skip
    assert {name for s in SHIPPED for name in s.retired} == {
        "dr_ingest", "dr_showntell", "hf_utils"
    }  # fmt: skip


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_lines_are_short_but_for_texts(path: Path) -> None:
    for line in path.read_text().splitlines():
        assert (
            len(line) <= 88 or '" = ' in line or line.startswith(("title", "datadec"))
        )
    assert "/home/" not in path.read_text()


def test_an_installed_package_brings_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migration, "__file__", str(tmp_path / "migration" / "toml.py"))
    (tmp_path / "codemods").mkdir()
    assert migration.shipped_dir() == tmp_path / "codemods"


# --- one file

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


LIGATURE = "\N{LATIN SMALL LIGATURE FI}"
#: What no JSON Schema sees.
BEYOND_A_SCHEMA = {"no identifier", "no change", "no names"}
ONE = '[[move]]\nfrom = "m"\nto = "n"\nnames = ["a", "b"]\n'
#: What is wrong: a file without its title, `#!` on the line to blame; what is said.
WRONG = {
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
        "last home",
    ),
    "into itself": (
        '[[move]] #!\nmodule = "m"\nto = "m.x"',
        "m moves to m.x, which leaves too",
        "[kept]",
    ),
    "into the removed": (
        ONE[:-1] + '#!\n[removed]\n"n.b" = "x"',
        "m.b moves to n.b, which leaves too",
        "last home",
    ),
    "syntax": ("[kept #!", "Expected ']' at the end of a table declaration", "TOML"),
    "key twice": ('[kept]\n"a.b" = ""\n"a.b" = "" #!', "Cannot overwrite a value", ""),
    "end of the file": ('[kept]\n"a" = """\n#!', "Unterminated string", "TOML"),
}


@pytest.mark.parametrize(("text", "what", "hint"), WRONG.values(), ids=WRONG)
def test_an_error_has_a_line_and_a_hint(
    text: str, what: str, hint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = f'title = "x"\n{text}\n'
    write(tmp_path, text)
    with pytest.raises(RefitError) as caught:
        migration.load(Path("codemods/x.toml"))
    line = next(n for n, line in enumerate(text.split("\n"), 1) if "#!" in line)
    assert caught.value.message.startswith(f"codemods/x.toml:{line}: {what}")
    assert hint in caught.value.hint
    assert caught.value.hint


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


# --- the schema


def test_the_schema_is_one_and_takes_the_files() -> None:
    schema = migration.json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    for path in FILES:
        jsonschema.validate(tomllib.loads(path.read_text()), schema)
    jsonschema.validate(tomllib.loads(GOOD), schema)


@pytest.mark.parametrize(
    "wrong",
    [name for name in WRONG if name.split()[0] in {"unknown", "unlike", "text", "no"}],
)
def test_the_schema_refuses_what_the_loader_refuses(wrong: str) -> None:
    data = tomllib.loads(f'title = "x"\n{WRONG[wrong][0]}\n')
    if wrong not in BEYOND_A_SCHEMA:
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(data, migration.json_schema())


# --- the command line


def test_moves_of_a_command_line() -> None:
    made = migration.command_line(
        ["a.f=b.f", "b.f=a.f", "typing.List=builtins.list", "a.f=b.f"],
        ["p = q.p", "q=r"],
    )
    assert made == Migration(
        id="command-line",
        moves=(
            Move(old="p", new="q.p", module=True),
            Move(old="q", new="r", module=True),
            Move(old="a.f", new="b.f"),
            Move(old="b.f", new="a.f"),
            Move(old="typing.List", new="builtins.list"),
        ),
    )


def test_a_command_line_is_compared_as_python_compares_it() -> None:
    made = migration.command_line([f"a.{LIGATURE}nd=b.find"], [])
    assert made.moves == (Move(old="a.find", new="b.find"),)


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
