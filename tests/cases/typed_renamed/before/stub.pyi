from pkg_a import one as one

x: one
