from pkg_a import two as two
