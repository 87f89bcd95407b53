import x.y

x.y.f()
