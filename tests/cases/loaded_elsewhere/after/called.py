def f():
    import old.called.deep
    from new import Called as Cls

    return Cls


f()
