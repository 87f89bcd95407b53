# coding: latin-1
from old_tools import setter  # é
