import yard
from pkg_a import depot  # the goods
import pkg_a.depot as dp  # noqa

print(depot.Crate, dp.Crate, yard)
