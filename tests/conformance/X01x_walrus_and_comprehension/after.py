import x

if (a2 := x.f()) and [a for a in x.f()]:
    print(x.f, a2)
