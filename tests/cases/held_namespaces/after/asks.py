"""Single names of a namespace."""

import asked
import free
import mapped

print(asked.__dict__.get("lib"), vars(mapped).get("lib", None))
print(free.__dict__["__name__"], vars(free).get("__file__"), "lib")
