from app import plain


def use(x):
    return x.a()


use(plain)
