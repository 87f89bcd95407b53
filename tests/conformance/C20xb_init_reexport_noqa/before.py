from u.io import fetch  # noqa: F401
from u.io import x  # keep
