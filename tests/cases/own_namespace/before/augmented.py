import old

old += old.f
old.f()
