from pkg_b import uno as one

print(one)
