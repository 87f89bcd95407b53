import pkg_b
import pkg_c

print(pkg_b.one, pkg_c.two)
