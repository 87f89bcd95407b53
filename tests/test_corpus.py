"""The whole standard library, with names of its own moved away.

Every file meets one or two of the migrations, and one in eight of the library's own
tests, which are two thirds of it; with `--hypothesis-profile=long` every file meets
every migration. The work is cut into shards, which pytest-xdist spreads over the cores.
"""

from __future__ import annotations

import ast
import io
import tokenize
import warnings
from typing import TYPE_CHECKING

import pytest

from dr_refit.codemod.fragment import plan
from dr_refit.codemod.rewrite import rewrite
from dr_refit.codemod.rules.model import NoProject
from dr_refit.errors import FileRefused
from dr_refit.python.facts import Facts
from dr_refit.python.source import Source
from tests.support import oracle
from tests.support.moves import (
    lookup_of,
    pushed,
)
from tests.support.profiles import is_long
from tests.support.standard_library import (
    MIGRATIONS,
    allowed_spans,
    package_of,
    shards,
    standard_library,
)
from tests.support.strict_oracle import (
    oracle_agrees,
    problems,
)

if TYPE_CHECKING:
    from pathlib import Path

    from dr_refit.codes import Kind

pytestmark = pytest.mark.corpus
SHARDS = 4
FILES = standard_library(tests_every=1 if is_long() else 8)


class CodeAlone(NoProject):
    """A project of whose docstrings the examples stay."""

    def wants(self, kind: Kind) -> bool:
        """Return whether a kind of change is wanted."""
        return kind != "docs"


def code_of(path: Path, data: bytes) -> Source | None:
    """The file, where Python parses it."""
    try:
        source = Source(str(path), data)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            source.tree  # noqa: B018 - parsed here
    except FileRefused:
        return None
    return source


@pytest.mark.parametrize("name", MIGRATIONS)
@pytest.mark.parametrize("shard", shards(SHARDS))
@pytest.mark.filterwarnings("ignore::SyntaxWarning")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_standard_library(name: str, shard: int) -> None:
    moves = MIGRATIONS[name]
    lookup = lookup_of(moves)
    mapping = [{"old": move.old, "new": move.new} for move in moves]
    changed = 0
    first = [*MIGRATIONS].index(name)
    for path in (FILES if is_long() else FILES[first % 3 :: 3])[shard::SHARDS]:
        data = path.read_bytes()
        if not any(root.encode() in data for root in lookup.roots):
            continue
        package, own = package_of(path)
        done = rewrite(
            data,
            lookup,
            path=str(path),
            package=package,
            module=own,
            project=CodeAlone(),
        )
        source = code_of(path, data)
        errors = [f for f in done.findings if f.level == "error"]
        if source is None:
            assert done.data is None
            assert errors
            continue
        assert not errors, (path, errors)
        if done.data is None:
            continue
        changed += 1
        view = lookup.seen_from(own)
        facts = Facts(source=source, package=package, module=own)
        edits = plan(facts, NoProject(), view).edits
        spans = allowed_spans(source)
        at, parts = 0, []
        for edit in edits:
            inside = any(a <= edit.start and edit.end <= b for a, b in spans)
            assert inside, (path, edit)
            parts += [source.code[at : edit.start], edit.text]
            at = edit.end
        after = source.encode(b"".join([*parts, source.code[at:]]))
        assert after == done.data, path
        tree = ast.parse(after)
        warned = any(f.level == "warning" for f in done.findings)
        wrong = problems(
            ast.parse(data),
            tree,
            moves,
            package=package,
            new_package=pushed(package, moves),
            reported=warned,
        )
        assert not wrong, (path, wrong)
        stays = own == pushed(own, moves)
        if changed % 4 == 0 and not warned and stays and oracle_agrees(data, package):
            # The oracle as it is costs as much as all else.
            wrong = oracle.check(data, after, b"", mapping, {"package": package})
            # What `import builtins` gave before counts as new there.
            wrong = [text for text in wrong if "builtins." not in text]
            assert not wrong, (path, wrong)
        if not lookup.may_move_again:
            again = rewrite(
                after, lookup, package=package, module=own, project=CodeAlone()
            )
            assert again.data is None, path
    assert changed


@pytest.mark.parametrize("shard", range(2))
def test_every_file_comes_back_byte_for_byte(shard: int) -> None:
    count = 0
    for path in standard_library()[shard::2]:
        data = path.read_bytes()
        try:
            encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
            data.decode(encoding)
        except (SyntaxError, UnicodeDecodeError):
            continue
        source = Source(str(path), data)
        assert source.encode(source.code) == data
        assert source.code.decode() == data.decode(encoding).removeprefix("\ufeff")
        count += 1
    assert count > 500
