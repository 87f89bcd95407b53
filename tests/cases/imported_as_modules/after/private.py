class C:
    from new.deep import bridge as _C__b

    x = __b.get()
