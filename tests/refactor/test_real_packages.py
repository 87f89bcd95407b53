"""Packages of the registry pass their own tests under another name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench import rename

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.network
@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        "inflection",
        pytest.param("itsdangerous", marks=pytest.mark.nightly),
        # What its build needs is waited for.
        pytest.param("iniconfig", marks=pytest.mark.nightly),
    ],
)
def test_the_same_tests_pass(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rename, "WORK", tmp_path)
    (subject,) = (one for one in rename.SUBJECTS if one.name == name)
    try:
        source = rename.unpacked(subject)
    except rename.NotFetchedError as error:
        pytest.skip(f"no registry here: {error}")
    before = rename.tested(subject, rename.copied(source, "before"), subject.tests)
    assert before.counts.get("passed", 0) >= 50, before
    after = rename.renamed(subject, rename.copied(source, "renamed"))
    assert after.counts == before.counts, after
