from v import h as f, h as b

print(f, b)
