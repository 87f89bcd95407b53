from pkg_a.m import one, three, one
from pkg_a.m import (
    two,
    two,
)
import pkg_a.m as m, pkg_a.m as m

print(one, two, three, m.one)
