from foo2 import f
