import six


def check(open):
    return six.moves.builtins.open(six.moves.builtins)
