import old.mod
from new import Cls
import old as package

print(Cls)
