from u import x

print(x)
