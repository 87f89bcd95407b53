from ..io import k
from other import g as f
from .. import io
import other

print(f, k, other.g, io.k)
