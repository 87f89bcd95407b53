import u

class C:
    u = u.make()
    k = u.k
    def f(self):
        return u.x
