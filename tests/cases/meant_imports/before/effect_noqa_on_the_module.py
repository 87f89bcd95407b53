import depot.goods  # noqa: F401

print(depot.goods.Crate)
