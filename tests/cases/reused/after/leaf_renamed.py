import numpy as np


def f(x):
    return np.prod(x), np.array(x)


class A:
    y: "np.prod"
    z = np.prod
