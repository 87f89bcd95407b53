import a.b

r = (a  # the package
     .b
     # here
     .f(1))
