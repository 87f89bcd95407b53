from bar.x import *
from bar.x import other, x

print(other, x)
