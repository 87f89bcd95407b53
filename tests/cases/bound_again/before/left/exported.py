import old.mod as m

__all__ = ['m']
m = m.f, m.stays
