import sys

sys.path.insert(0, 'lib')

from u import x, k  # noqa: E402
import z  # noqa: E402

print(x, k, z)
