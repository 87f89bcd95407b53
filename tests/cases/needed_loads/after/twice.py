from pkg_a.m import (
    stays as h,
)
from pkg_b import one  # one
from pkg_a.m import (
    # one
    stays as h,
)
