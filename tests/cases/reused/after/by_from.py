from lib import frames2

print(frames2.two)
