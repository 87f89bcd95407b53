import lib
import lib.deep
import lib.deep as deep
from lib import beside, first, same, step, twice
from lib.deep import cached as memo, sure
from other import step as unrelated


@memo  # how it is kept
def one(b):
    # a comment that stays
    x = step(b)["step"]  # and another
    if step(b)["valid"]:
        lib.deep.sure(1)
    return lib.step(b)["seed"], unrelated(b)["step"], x


@lib.deep.cached
@property
def two(b):
    """A text."""
    y = deep.sure(b, first(sure(b), 2))
    same(b)
    return y


class Three:
    def four(self, b):
        for each in (
            lib.step(b)["steps"]  # all of them
        ):
            print(f"{step(b)['step']}", each)


def left(b, bs):
    keep = memo
    twice(b)
    one(b); step(b)["step"]
    list(map(sure, bs))
    lib.environ(b)
    return beside(b), isinstance(b, sure)

from lib import record

dropped = record(1)["step"]
kept = record(2)
shown = kept["step"]
