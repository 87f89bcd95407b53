from contextlib import suppress

with suppress(ImportError):
    from u import k
    from v import x

print(x, k)
