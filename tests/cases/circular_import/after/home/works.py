"""The name is there by then, or is taken later."""

import home
from home import early


def g():
    from home import late

    return home.late, early, late
