def load():
    global u
    import u

load()
u.f()
