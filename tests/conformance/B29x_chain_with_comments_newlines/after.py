import x.y

r = (x  # the package
     .y
     .g(1))
s = x . y . g
t = x.\
    y.g
