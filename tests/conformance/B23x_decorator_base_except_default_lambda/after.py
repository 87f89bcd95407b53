import x.b

@x.b.deco(x.b.K)
class C(x.b.Base, metaclass=x.b.Meta):
    def f(self, k=x.b.K, *, g=lambda z=x.b.Z: x.b.h(z)):
        try:
            pass
        except (x.b.E1, x.b.E2) as e:
            raise x.b.E3 from e
