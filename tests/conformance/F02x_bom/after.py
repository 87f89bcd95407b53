from v import x

print(x)
