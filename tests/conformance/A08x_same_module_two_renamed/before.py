from u.io import a, b, c

print(a, b, c)
