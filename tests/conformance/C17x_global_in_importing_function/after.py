def load():
    global f
    from v import g as f

load()
f()
