import new
import new.deep
import new.deep as deep
from new import beside, first, same, step, twice
from new.deep import cached as memo, sure
from other import step as unrelated


@memo(size=None)  # how it is kept
def one(b):
    # a comment that stays
    x = step(b).step  # and another
    if step(b).valid:
        new.deep.sure()
    return new.step(b).seed, unrelated(b)["step"], x


@new.deep.cached(size=None)
@property
def two(b):
    """A text."""
    y = deep.sure()
    same(b)
    return y


class Three:
    def four(self, b):
        for each in (
            new.step(b)["steps"]  # all of them
        ):
            print(f"{step(b).step}", each)


def left(b, bs):
    keep = memo
    twice(b)
    one(b); step(b)["step"]
    list(map(sure, bs))
    new.environ(b)
    return beside(b), isinstance(b, sure)

from new import record

dropped = dict(step=1)["step"]
kept = dict(step=1)
shown = kept["step"]
