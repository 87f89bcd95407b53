from a import x
from b import x as y

print(x, y)
