"""What may be the name of a module, or the beginning of one."""

import os
import sys

os.system(f"{sys.executable} -m old.mod{sys.argv[1]}")
os.system(f"{sys.executable} -m old.mod.{sys.argv[1]}")
os.system("git commit" + " -m old.mod")
print("-m old.mod")
