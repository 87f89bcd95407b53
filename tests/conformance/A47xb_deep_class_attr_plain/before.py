import a.b

a.b.C.f.g(a.b.C.K)
class E(a.b.C.Inner): pass
