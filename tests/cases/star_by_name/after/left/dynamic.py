from old import *

print(globals()['f'], f)
