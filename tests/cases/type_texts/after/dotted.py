import b

x = None  # type: b.one
