def late():
    from .text import split

    return split
