from pkg_a import m as m

x: m.one
y: m.two
