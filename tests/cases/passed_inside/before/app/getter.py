from operator import attrgetter

from app import low

attrgetter("lib.one")(low)
