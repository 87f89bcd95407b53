from app import compat
from app.compat import Mapping, abc

print(abc.Iterable, compat.abc.Mapping, Mapping)
