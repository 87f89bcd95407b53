import b.m
import c.m

print(b.m.x, c.m.x)
