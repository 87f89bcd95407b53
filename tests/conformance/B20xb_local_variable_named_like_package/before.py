import hub.io

def f():
    hub = make()
    return hub.io.get()

hub.io.get()
