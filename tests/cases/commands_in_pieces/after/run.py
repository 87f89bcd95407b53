"""Modules that are run by commands which are put together."""

import os
import subprocess
import sys

subprocess.run("python " + "-m new.mod", shell=True)
subprocess.check_call(sys.executable + " -m new.mod --x", shell=True)
command = "%s -m new.mod --x" % sys.executable
os.system(command)
os.system("{} -u -m new.mod".format(sys.executable))
os.system(f"{sys.executable} -m new.mod")
