import old.mod as m
import new

for m in [new.f, m.stays]:
    print(m)
