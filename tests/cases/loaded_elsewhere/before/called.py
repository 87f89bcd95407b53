def f():
    from old.called.deep import Cls

    return Cls


f()
