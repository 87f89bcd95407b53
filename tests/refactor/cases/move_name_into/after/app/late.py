def late():
    from .names import split

    return split
