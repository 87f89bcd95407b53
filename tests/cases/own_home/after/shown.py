def three():
    """Doctests run once this is loaded.

    >>> from shown import three
    >>> three()
    """
