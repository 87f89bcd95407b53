import hub.io

def f():
    import other.io as hub
    return hub.io.get()

def g():
    from other import hub
    return hub.io.get()

hub.io.get()
