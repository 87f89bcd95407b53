import new as mod

mod = mod.f
print(mod)
