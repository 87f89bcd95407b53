import pkg.zz

print(pkg.zz.task)
