def load():
    global f
    from u import f

load()
f()
