"""Names of the old package that are put together."""

import old

getattr(old, f"assert_{x}_equal")()
hasattr(old, "test_" + x)
getattr(old, f"o{x}e")()
