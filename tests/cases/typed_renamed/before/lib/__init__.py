from pkg_a import one as one
from pkg_a import two as two
from pkg_a import one as first
