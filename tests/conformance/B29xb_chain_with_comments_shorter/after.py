import x

r = (x  # the package
     # here
     .g(1))
