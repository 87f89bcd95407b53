from pkg_w import one
import pkg_w
pkg_w.two.x
