"""Examples of what is no Python.

>>> from legacy.io import read read
Traceback (most recent call last):
SyntaxError: invalid syntax
"""
