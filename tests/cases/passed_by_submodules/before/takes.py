"""Packages that imports of other modules in them have bound, by way of others."""

import app.low
from app import deep, fine


def use(it):
    return it.low.old.one()


def use_deep(it):
    return it.old.mod.f()


use(app), use_deep(deep)
