def done():
    return 1
