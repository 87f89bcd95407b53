import os
from u import k
from v import x
print(os,
 x, k)
