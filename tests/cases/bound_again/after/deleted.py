import new

print(new.f())
del new
