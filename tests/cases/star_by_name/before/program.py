from old import *
import sys


def use(g=g):
    return f, g, sys
