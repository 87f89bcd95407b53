from pkg_a.m import (
    one,  # one
    stays as h,
)
from pkg_a.m import (
    one,  # one
    stays as h,
)
