import old.mod as m

if m.stays:
    m = m.f
print(m)
