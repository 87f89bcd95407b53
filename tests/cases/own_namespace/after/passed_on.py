"""The module's own names, given to somebody else."""

import old
import new


def use(names):
    return names["old"].f()


use(globals()), new.f()
