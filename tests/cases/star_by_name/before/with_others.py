from old import *

print(f, stays)
