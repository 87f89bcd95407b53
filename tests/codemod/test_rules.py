"""A kind of rule can be added: it is planned, merged and proved like the first."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from dr_refit.codemod import fragment
from dr_refit.codemod.rewrite import rewrite
from dr_refit.codemod.rules import RULES
from dr_refit.codemod.rules.model import Proposal, merge
from dr_refit.errors import FileRefused
from dr_refit.migration.table import MoveTable
from dr_refit.migration.toml import load_shipped
from dr_refit.python.edits import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.codemod.rules.model import Meant, Project, View
    from dr_refit.codes import Kind
    from dr_refit.python.imports import ImportAlias
    from dr_refit.python.words import Words

NAME = "hf_utils.branches.parse_branch_name"
OLD_KEYWORD, NEW_KEYWORD = "branch", "name"
BEFORE = b"""\
from hf_utils.branches import parse_branch_name

def parse(branch):
    print(branch=1)
    return parse_branch_name(branch=branch)
"""
TABLE = MoveTable(load_shipped())


class KeywordRule:
    """Renames a keyword in the calls of one function."""

    kind: Kind = "calls"

    def names(self, imports: tuple[ImportAlias, ...], _: MoveTable) -> Words:
        return {alias.local: None for alias in imports if alias.target == NAME}

    def propose(self, view: View, _: Project, __: MoveTable) -> Proposal:
        return Proposal(edits=tuple(self._edits(view)))

    def allows(
        self, old: ast.AST, new: ast.AST, meaning: str, _: Project, __: MoveTable
    ) -> bool:
        if meaning != NAME or not isinstance(old, ast.Call):
            return False
        renamed = ast.unparse(old).replace(f"{OLD_KEYWORD}=", f"{NEW_KEYWORD}=")
        return renamed == ast.unparse(new)

    def meant(self, *_: object) -> dict[ast.AST, Meant]:
        return {}

    def _edits(self, view: View) -> Iterator[Edit]:
        scopes, source = view.scopes, view.facts.source
        ours = {one.alias for one in view.facts.imports if one.target == NAME}
        for reference in scopes.references:
            if reference.call is None:
                continue
            for home in scopes.homes(reference):
                aliases = home.imports.get(reference.name.id, []) if home else []
                for keyword in reference.call.keywords if ours & {*aliases} else ():
                    if keyword.arg == OLD_KEYWORD:
                        start = source.offset(keyword.lineno, keyword.col_offset)
                        end = start + len(OLD_KEYWORD)
                        yield Edit(start=start, end=end, text=NEW_KEYWORD.encode())


class WrongRule(KeywordRule):
    """Renames a keyword that it does not allow."""

    def allows(self, *_: object) -> bool:
        return False


def test_a_call_of_what_is_imported_directly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fragment, "RULES", (*RULES, KeywordRule()))
    done = rewrite(BEFORE, TABLE)
    assert not [f for f in done.findings if f.level == "error"]
    assert done.data is not None
    # What no exception tells is marked, at the call.
    lines = done.data.decode().splitlines(keepends=True)
    mark = lines.pop(4)
    assert mark.startswith("    # codemod: review[")
    assert "".join(lines) == BEFORE.decode().replace(
        "hf_utils.branches", "dr_hf"
    ).replace("name(branch=", "name(name=")


def test_the_proof_asks_and_sees_no_proposal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fragment, "RULES", (*RULES, WrongRule()))
    done = rewrite(BEFORE, TABLE)
    assert done.data is None
    assert [f.code for f in done.findings if f.level == "error"] == ["not-verified"]


def test_two_rules_never_edit_the_same_code() -> None:
    one = Proposal(edits=(Edit(start=0, end=3, text=b"a"),))
    other = Proposal(edits=(Edit(start=2, end=4, text=b"b"),))
    with pytest.raises(FileRefused):
        merge([one, other])
    behind = Proposal(edits=(Edit(start=3, end=4, text=b"b"),))
    assert merge([behind, one]).edits == (*one.edits, *behind.edits)
