"""It uses nothing that moved.

>>> from legacy.io import write, \
read_all
>>> write(legacy, read_all())
"""
