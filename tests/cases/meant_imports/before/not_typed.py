from pkg_a import m as m

print(m.one, m.two)
