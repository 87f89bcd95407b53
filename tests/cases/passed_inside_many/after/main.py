from app import kept, low, quiet, renamed


def use(x):
    return x.old.g()


def use_renamed(x):
    return x.whole.g()


print(use(low), use(kept), use_renamed(renamed))
print(quiet.a())
