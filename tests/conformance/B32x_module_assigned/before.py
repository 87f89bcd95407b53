import a.b

m = a.b
m.f()
