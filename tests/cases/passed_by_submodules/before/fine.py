"""Nothing that moved is used of it."""

from app import fine


def use(it):
    return it.deep.g()


use(fine)
