from old import *
from other import *

print(f)
