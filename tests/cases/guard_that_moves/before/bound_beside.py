"""The same name, bound in two statements."""

if HAS_MOD:
    import old.mod as one
    print(one.two)
if not HAS_MOD:
    from old import one
