from old_tools import setter
setter(1)
