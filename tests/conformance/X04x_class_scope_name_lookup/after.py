import v

class C:
    u = v.make()
    k = u.k
    def f(self):
        return v.x
