"""Wrong TOML, as tables of tests have it, and who must refuse it.

An entry: the file, `#!` on the line to blame; what is said; the hint.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from dr_refit.errors import RefitError

if TYPE_CHECKING:
    from collections.abc import Callable

type Wrong = tuple[str, str, str]


def assert_refused(load: Callable[[str], object], file: str, wrong: Wrong) -> None:
    """Write the file and load it: the error has its line, and a hint."""
    text, what, hint = wrong
    Path(file).write_text(text, "utf-8")
    with pytest.raises(RefitError) as caught:
        load(file)
    line = next(n for n, line in enumerate(text.split("\n"), 1) if "#!" in line)
    assert caught.value.message.startswith(f"{file}:{line}: {what}")
    assert hint in caught.value.hint
    assert caught.value.hint


def assert_schema(schema: dict[str, Any], text: str, *, refuses: bool) -> None:
    """Whether a JSON Schema refuses a file: editors say what it says."""
    data = tomllib.loads(text)
    if refuses:
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(data, schema)
    else:
        jsonschema.validate(data, schema)
