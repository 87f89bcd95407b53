from v import h as a, h as b

print(a, b)
