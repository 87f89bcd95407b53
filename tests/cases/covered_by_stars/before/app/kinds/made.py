for name in ("anything",):
    globals()[name] = name
