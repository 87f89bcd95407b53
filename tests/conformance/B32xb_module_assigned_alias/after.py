import a.b as ab
import x

m = ab
x.f()
