import x.y

x.y.g(1)
