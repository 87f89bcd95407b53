import hub.io

def f(hub):
    return hub.io.get()

hub.io.get()
