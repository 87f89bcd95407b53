import old.mod as m

for m in [m.f, m.stays]:
    print(m)
