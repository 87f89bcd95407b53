import old


def go():
    return globals()["old"].f()
