import a.m

x = None  # type: a.m.one
