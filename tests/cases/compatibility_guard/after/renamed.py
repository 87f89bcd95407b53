"""A name that another one has taken the place of in a module that may be missing."""

try:
    import np
except ImportError:
    np = None

try:
    import np as n, old
except ImportError:
    n = old = False

try:
    import np as other
except ImportError:
    import jnp as other


def f(x):
    return np.prod(x), n.prod(x), other.product(x)


__all__ = ["np"]
