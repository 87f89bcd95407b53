import six


@mock.patch.object(six.moves.builtins, "open")
def check(opened):
    print(six.moves.range, six.moves.builtins.open, six.PY2)
