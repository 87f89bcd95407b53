from new import f
from newer import h as g
import sys


def use(g=g):
    return f, g, sys
