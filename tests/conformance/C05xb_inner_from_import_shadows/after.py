from v import g as f

def h():
    from other import f
    return f()

f()
