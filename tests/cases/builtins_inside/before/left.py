import string

t = string.maketrans
def f(string=string): return string.maketrans("a", "b")
with mock.patch.object(string, "maketrans"): pass
x = hasattr(string, "maketrans")
x = string.maketrans if x else str.maketrans
