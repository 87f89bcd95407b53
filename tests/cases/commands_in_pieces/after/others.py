"""What names nothing that moved."""

import os
import sys

os.system(sys.executable + " -c 'from old import stays; stays()'")
os.system(f"{sys.executable} -m old.stays -c old")
