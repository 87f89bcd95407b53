from old import *

print(f)
