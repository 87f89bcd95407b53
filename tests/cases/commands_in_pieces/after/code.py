"""Code that is run by commands which are put together."""

import os
import subprocess
import sys

os.system(sys.executable + " -c 'from old import one; one()'")
subprocess.run(f"{sys.executable} -c \"import old.mod; old.mod.f()\"", shell=True)
os.system("VAR=1 " + sys.executable + f" -c 'import old; old.one({sys.argv})'")
