import old

f = old.g()
match f:
    case object(f=other):
        other(f=old.g)
match old.g():
    case None:
        rematch = old.g
