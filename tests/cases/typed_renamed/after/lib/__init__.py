from pkg_b import uno
from pkg_c import two as two
from pkg_b import uno as first

one = uno
