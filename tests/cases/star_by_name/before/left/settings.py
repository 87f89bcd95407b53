from old import *

X = f
