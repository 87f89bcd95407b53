"""A module of the project which imports what moved."""

import old
import new


def assert_x_equal():
    new.one()
