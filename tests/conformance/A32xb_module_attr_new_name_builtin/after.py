import v

with open('x') as f:
    v.open(f)
