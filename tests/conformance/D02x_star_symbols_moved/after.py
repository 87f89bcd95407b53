from u.io import *

f()
