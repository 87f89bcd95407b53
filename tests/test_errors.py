"""What is said of an exception that should not be."""

from __future__ import annotations

import re

import pytest

from dr_refit.errors import bug
from dr_refit.names import prefixes


def test_a_bug_says_where_in_this_package_it_was_raised() -> None:
    with pytest.raises(AttributeError) as found:
        list(prefixes(1))  # type: ignore[arg-type]
    said = r"please report this bug: AttributeError\(.*\) at dr_refit\.names:\d+"
    assert re.fullmatch(said, bug(found.value))


def test_a_bug_elsewhere_says_what_it_is() -> None:
    assert bug(KeyError("x")) == "please report this bug: KeyError('x')"
