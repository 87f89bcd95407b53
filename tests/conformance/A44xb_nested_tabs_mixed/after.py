def f():
	if True:
		from u import (
			k,
		)
		from v import x
		print(x, k)
