from old import *

f()
if f:
    def g():
        pass
g()
