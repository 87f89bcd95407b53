"""The same name, bound in two statements."""

if HAS_MOD:
    import new as one
    print(one.two)
if not HAS_MOD:
    from old.mod import fresh as one
