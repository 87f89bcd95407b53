import x

x.D.f.g(x.D.K)
class E(x.D.Inner): pass
