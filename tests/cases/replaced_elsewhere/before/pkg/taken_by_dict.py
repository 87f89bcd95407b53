import old

old.f()
