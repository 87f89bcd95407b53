"""Names of a module that has what moved, put together."""

import mod

getattr(mod, f"assert_{x}_equal")()
getattr(mod, "assert_" + x)()
it = getattr(mod, f"{x}ld")
print("old", it.one)
