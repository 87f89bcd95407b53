import pkg.untouched as other


def fill(target, values, name):
    setattr(target, name, values)
    return other
