import u.io

with open('x') as f:
    u.io.read(f)
