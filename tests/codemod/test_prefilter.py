"""Which files are parsed: all that may hold a name, and few others."""

from __future__ import annotations

import pytest

from dr_refit.codemod.formats import format_named
from dr_refit.codemod.hints import seem_starred
from dr_refit.codemod.prefilter import Prefilter
from dr_refit.migration.moves import command_line
from dr_refit.migration.table import MoveTable
from dr_refit.tree.discover import File

TABLE = MoveTable([command_line(["old.testing.assert_all=new.assert_all"], [])])


def lets_through(data: bytes, package: str = "") -> bool:
    form = format_named("a.py")
    assert form is not None
    prefilter, file = Prefilter(TABLE), File("a.py", package)
    stars = seem_starred(form.plain(data), file.likely_package)
    return prefilter.names_package(data, file, form) and prefilter.names_rule(
        data, file, form, stars
    )


@pytest.mark.parametrize(
    "data",
    [
        b"from old.testing import assert_all\n",
        b"from old.testing import *\n",
        "from old.testing import \uff41ssert_all\n".encode(),
        "import old\nold.testing.\U0001d41assert_all\n".encode(),
        # Python reads what it declares, and 0xaa is a feminine ordinal there.
        b"# coding: latin-1\nimport old\nold.testing.\xaassert_all\n",
        b"# coding: latin-1\nimport old\nold.testing.\xc2\xaassert_all\n",
    ],
)
def test_what_may_hold_a_name_is_parsed(data: bytes) -> None:
    assert lets_through(data)


@pytest.mark.parametrize(
    "data",
    [
        b"from old.testing import assert_none\n",
        b"import older\nfrom .testing import *\nassert_all\n",
        b"import old\nfrom .testing import *\n",
        # A character that could stand for another, in no name that moves.
        "import old\nx = 'CO\u2082 \u00aa'\n".encode(),
        "import old\n\uff41ssert_none = 1\n".encode(),
    ],
)
def test_what_holds_none_is_not_parsed(data: bytes) -> None:
    assert not lets_through(data)


def test_a_star_of_a_neighbour_counts_in_the_package_itself() -> None:
    data = b"import old\nfrom .testing import *\n"
    assert lets_through(data, package="old")
