from old import mod

mod = mod.f
print(mod)
