import old.mod as m
import new

if m.stays:
    print(new.f())
    del m
