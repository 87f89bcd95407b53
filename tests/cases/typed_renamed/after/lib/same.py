from pkg_c import two as two
