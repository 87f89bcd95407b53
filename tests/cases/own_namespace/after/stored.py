import sys

import new

new.f()
sys.modules[__name__].old = None
old.f()
