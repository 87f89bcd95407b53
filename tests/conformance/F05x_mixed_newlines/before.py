import os
from u import x, k
print(os,
 x, k)
