from u import f as a, f as b

print(a, b)
