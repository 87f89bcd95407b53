import depot.goods  # noqa: F401
import yard  # noqa: F401

print(yard.Box)
