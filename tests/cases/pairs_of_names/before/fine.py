"""What only looks so."""

from somewhere import TABLE, register

TABLE["f"] = ("lib", "keep"), ("f",), ("f", "other")
register("lib", name="other")
register("f", ["lib"])
