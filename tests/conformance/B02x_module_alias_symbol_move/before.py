import a.b as m

m.f(1)
