from importlib import import_module

_WHERE: dict[str, str] = {"f": "old.mod", "called": "old.mod"}


def __getattr__(name):
    where = _WHERE.get(name)
    if where is None:
        raise AttributeError(name)
    module = import_module(where, __name__)
    value = globals()[name] = getattr(module, name)
    return value
