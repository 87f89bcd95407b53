"""What is made late, or in another way, is what it would be."""

from __future__ import annotations

import pickle
import pkgutil
import re
from importlib import import_module

import dr_refit
from dr_refit.findings import WHOLE_FILE, Finding, Position
from dr_refit.patterns import regex


def test_every_pattern_that_is_compiled_late_can_be_compiled() -> None:
    found = pkgutil.walk_packages(dr_refit.__path__, "dr_refit.")
    modules = [import_module(one.name) for one in found if "__main__" not in one.name]
    values = [value for module in modules for value in vars(module).values()]
    late = [one for one in values if isinstance(one, type(regex("")))]
    assert len([one.groups for one in late]) > 100


def test_a_pattern_finds_what_it_would_find() -> None:
    late = regex(rb"b+", re.IGNORECASE)
    assert late.sub(b"c", b"aBb") == b"ac"
    assert [one.span() for one in late.finditer(b"bab")] == [(0, 1), (2, 3)]
    assert late.groups == 0


def test_a_record_is_a_named_tuple() -> None:
    one = Finding("code", "message")  # type: ignore[arg-type]
    assert one.position == WHOLE_FILE == Position(*WHOLE_FILE)
    assert pickle.loads(pickle.dumps(one._replace(message="other"))).message == "other"
    assert one._fields[:2] == ("code", "message")
