import sys

import old

old.f()
sys.modules[__name__].old = None
old.f()
