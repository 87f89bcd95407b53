from v import f

f()
