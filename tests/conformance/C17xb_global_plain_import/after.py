def load():
    global u
    import v as u

load()
u.f()
