import a.b as ab

m = ab
ab.f()
