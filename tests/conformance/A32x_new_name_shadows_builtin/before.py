from u import read

with open('x') as f:
    read(f)
