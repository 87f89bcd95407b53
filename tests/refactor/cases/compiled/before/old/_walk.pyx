# cython: language_level=3
from old._fast cimport Type
import old._slow
old = "a name"
