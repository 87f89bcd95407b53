"""A module of the project which imports what moved."""

import old


def assert_x_equal():
    old.one()
