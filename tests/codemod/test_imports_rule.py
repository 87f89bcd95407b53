"""The rule for imports: what it decides and reports in a few corners."""

from __future__ import annotations

from dr_refit.codemod.rewrite import rewrite
from dr_refit.migration.model import Migration, Move
from dr_refit.migration.table import MoveTable
from dr_refit.migration.toml import load_shipped

GUARDED = b"""\
try:
    import hf_utils.branches
    import hf_utils.weights
except ImportError:
    hf_utils = None
hf_utils.nonsense()
"""
#: A class looks `m` up in itself, and then among the globals.
CLASS = b"""\
import old.mod as m
class K:
    if m:
        import old.mod as m
    print(m)
m.f
"""
IGNORED = b"""\
from typing import List
a: List  # codemod: ignore
b: List
"""


def test_a_use_of_two_imports_is_reported_once() -> None:
    done = rewrite(GUARDED, MoveTable(load_shipped()))
    found = [f.position for f in done.findings if f.code == "unknown-name"]
    assert [(at.line, at.column) for at in found] == [(6, 1)]


def test_a_use_that_may_mean_either_of_two_scopes_is_reported_once() -> None:
    move = Move(old="old.mod.f", new="new.f")
    done = rewrite(CLASS, MoveTable([Migration(id="a", moves=(move,))]))
    found = [f for f in done.findings if f.code == "module-object-kept"]
    assert [f.position.line for f in found] == [4, 5]


def test_a_suppressed_use_of_a_name_that_is_a_builtin_now() -> None:
    move = Move(old="typing.List", new="builtins.list")
    done = rewrite(IGNORED, MoveTable([Migration(id="a", moves=(move,))]))
    assert not [f for f in done.findings if f.level == "error"]


def test_a_name_of_what_holds_a_new_home_is_no_fallback() -> None:
    code = b"import lib.fresh as f\nif yes:\n    from old import f\nf.x\n"
    moves = (Move(old="old", new="lib.fresh.g", module=True),)
    done = rewrite(code, MoveTable([Migration(id="a", moves=moves)]))
    assert done.findings == ()
    assert done.data == code.replace(b"old", b"lib.fresh.g")
