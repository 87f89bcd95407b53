class C:
    import old.bridge as __b

    x = __b.get()
