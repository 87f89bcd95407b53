import a.m
import b.m

print(a.m.x, b.m.x)
