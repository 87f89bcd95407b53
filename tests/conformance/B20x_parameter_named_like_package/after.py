import dr_hub.io

def f(hub):
    return hub.io.get()

dr_hub.io.get()
