import a.b

r = (a  # the package
     .b
     .f(1))
s = a . b . f
t = a.\
    b.f
