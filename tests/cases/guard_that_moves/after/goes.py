"""What the other branch imports goes along with all that is used of it."""

try:
    import new as m
except ImportError:
    from old.mod import fresh as one

print(m.two, one)
