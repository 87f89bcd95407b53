import a.b

@a.b.deco(a.b.K)
class C(a.b.Base, metaclass=a.b.Meta):
    def f(self, k=a.b.K, *, g=lambda z=a.b.Z: a.b.h(z)):
        try:
            pass
        except (a.b.E1, a.b.E2) as e:
            raise a.b.E3 from e
