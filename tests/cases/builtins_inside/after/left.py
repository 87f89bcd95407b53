import string

t = str.maketrans
def f(string=string): return string.maketrans("a", "b")
with mock.patch.object(string, "maketrans"): pass
x = hasattr(string, "maketrans")
x = str.maketrans if x else str.maketrans
