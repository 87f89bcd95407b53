from b import x
from c import x as y

print(x, y)
