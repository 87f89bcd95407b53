from v.io import get as fetch  # noqa: F401
from u.io import x  # keep
