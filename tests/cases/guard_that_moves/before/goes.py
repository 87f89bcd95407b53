"""What the other branch imports goes along with all that is used of it."""

try:
    import old.mod as m
except ImportError:
    from old import one

print(m.two, one)
