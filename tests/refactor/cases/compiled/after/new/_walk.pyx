# cython: language_level=3
from new._fast cimport Type
import new._slow
old = "a name"
