"""Modules that are run by commands which are put together."""

import os
import subprocess
import sys

subprocess.run("python " + "-m old.mod", shell=True)
subprocess.check_call(sys.executable + " -m old.mod --x", shell=True)
command = "%s -m old.mod --x" % sys.executable
os.system(command)
os.system("{} -u -m old.mod".format(sys.executable))
os.system(f"{sys.executable} -m old.mod")
