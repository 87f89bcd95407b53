import sys
import types

sys.modules['old'] = types.SimpleNamespace(stays=1)
