import frames as fr


def use():
    return fr.one


