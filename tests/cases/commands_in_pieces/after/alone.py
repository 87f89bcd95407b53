import os, sys

os.system(sys.executable + " -c 'from old import one'")
