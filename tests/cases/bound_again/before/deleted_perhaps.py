import old.mod as m

if m.stays:
    print(m.f())
    del m
