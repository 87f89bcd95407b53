from pkg_a import one as one
from pkg_a import two as two
from pkg_b import uno as first
