from u import f
__all__ = ['f', 'h']
__all__ += ['z']
def h(): return f()
