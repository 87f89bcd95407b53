from a.b import *

g()
