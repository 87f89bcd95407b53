from a import *

g()
