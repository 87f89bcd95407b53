"""The package has the name only when this is loaded."""

from old import late
from elsewhere import two


def f():
    return late, two
