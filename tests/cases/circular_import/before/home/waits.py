"""These are called later, or are not run by the call."""


def many():
    from old import late

    yield late


def one():
    from old import late

    return late


many()
if __name__ == "__main__":
    one()
