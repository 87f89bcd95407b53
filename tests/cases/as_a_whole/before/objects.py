import a
import a.b

for module in (a, a.b):
    module.f()
print(a, a.b)
