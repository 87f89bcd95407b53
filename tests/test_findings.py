"""The table of finding codes."""

from __future__ import annotations

import json
import pickle
import re
from pathlib import Path

import pytest

import dr_refit
from dr_refit.codes import Code

SOURCE = Path(dr_refit.__file__).parent


def test_every_code_is_used() -> None:
    sources = "".join(file.read_text() for file in SOURCE.rglob("*.py"))
    assert [c for c in Code if not re.search(rf"\bCode\.{c.name}\b", sources)] == []


def test_a_code_is_its_id_and_no_other_can_be_made() -> None:
    assert [code.value for code in Code] == sorted(code.value for code in Code)
    for code in Code:
        assert (
            code == code.name.lower().replace("_", "-") == json.loads(json.dumps(code))
        )
        assert pickle.loads(pickle.dumps(code)) is code
    with pytest.raises(ValueError, match="no-such-code"):
        Code("no-such-code")  # type: ignore[call-arg]


def test_every_code_says_what_it_means_and_what_to_do() -> None:
    for code in Code:
        for text in (code.summary, code.advice):
            assert re.fullmatch(r"(?![a-z])[^\n|]+\.", text)
        assert code.level in {"error", "warning", "note"}
