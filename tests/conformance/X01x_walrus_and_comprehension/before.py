import a.b

if (a2 := a.b.f()) and [a for a in a.b.f()]:
    print(a.b.f, a2)
