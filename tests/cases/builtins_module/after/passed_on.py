import six
import builtins


@mock.patch.object(builtins, "open")
def check(opened):
    print(range, open, six.PY2)
