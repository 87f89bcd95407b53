import frames
import os

x = 1

print(frames.one)
