"""It is no plots."""


def bar(): ...
