import old.mod
import new

old.mod.flag = True
print(new.f, old.mod.flag)
