from . import low
