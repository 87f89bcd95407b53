def f():
	if True:
		from u import (
			x,
			k,
		)
		print(x, k)
