import six


def builtins():
    return six.moves.builtins, six.moves.builtins.open
