from old import *

print(f, open('a'))
