import dr_hub.io

def f():
    hub = make()
    return hub.io.get()

dr_hub.io.get()
