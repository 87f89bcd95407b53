from u import f, f as b

print(f, b)
