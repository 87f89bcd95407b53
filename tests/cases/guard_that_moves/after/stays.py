"""The new home is used by what the other branch imports: that is the fallback."""

try:
    import old.mod as m
    import new

    one = m.fresh
except ImportError:
    from old import one

print(new.two, one)
