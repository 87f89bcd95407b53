from u import f

def h():
    from other import f
    return f()

f()
