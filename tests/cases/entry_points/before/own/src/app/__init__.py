from old_tools import frames
