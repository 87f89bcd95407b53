from functools import partial

from app import low


class Holder:
    module = low

    def __init__(self):
        self.other = {"low": low}

    def run(self):
        return self.module.lib.one, self.other["low"].lib.one()


def made(module):
    return lambda function: getattr(module, "lib").one()


@made(low)
def run():
    return partial(lambda x: vars(x)["lib"].one, low)
