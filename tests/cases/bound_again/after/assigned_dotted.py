import new

f = new.f
old = 3
print(f, old)
