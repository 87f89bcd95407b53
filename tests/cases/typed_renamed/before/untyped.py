from pkg_a import one as one

print(one)
