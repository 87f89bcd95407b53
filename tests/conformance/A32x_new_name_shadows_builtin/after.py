from v import open as read

with open('x') as f:
    read(f)
