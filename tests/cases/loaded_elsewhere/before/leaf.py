from old.mod.deep import Cls
import old as package

print(Cls)
