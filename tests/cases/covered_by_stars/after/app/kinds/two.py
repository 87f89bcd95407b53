def two():
    return 1
