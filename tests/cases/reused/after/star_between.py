import frames as fr
from x import *
import frames as pa

print(pa.one)
