from leaf import package

print(package.mod.stays)
