"""The module's own names, given to somebody else."""

import old


def use(names):
    return names["old"].f()


use(globals()), old.f()
