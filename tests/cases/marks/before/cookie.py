from old_tools.deep import setter
