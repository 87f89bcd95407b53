from ..io import f, k
from .. import io

print(f, k, io.f, io.k)
