from contextlib import suppress

with suppress(ImportError):
    from u import x, k

print(x, k)
