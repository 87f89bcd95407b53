"""The same, for somebody else."""

from somewhere import TABLE, register

TABLE["f"] = ("lib", "f")
register("lib", "f")
