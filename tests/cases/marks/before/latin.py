# coding: latin-1
from old_tools.deep import setter  # é
