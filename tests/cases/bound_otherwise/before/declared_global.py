import old


def reads():
    global old
    return old.f()
