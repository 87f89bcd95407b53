def three():
    """Doctests run once this is loaded.

    >>> from pkg_a import three
    >>> three()
    """
