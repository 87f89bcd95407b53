from old_tools import setter
