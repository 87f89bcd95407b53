import old.mod as m

for _ in range(2):
    print(m.f, m.stays)
    m = m.stays
