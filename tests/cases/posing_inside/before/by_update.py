import old

globals().update(vars(old))
print(f(1))
