early = 1

from home.mixed import mixed
from home.fails import f
from home.based import Derived
from home.works import g
from home.typed import h
from home.called import made
from home.waits import one
from home import methods, lambdas, starred, declared, again, star_below, half
from user import helper
from user.first import first


class Base: ...


late = 2
later = 3
