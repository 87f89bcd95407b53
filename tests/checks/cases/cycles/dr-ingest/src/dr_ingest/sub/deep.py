from . import other

name = other
