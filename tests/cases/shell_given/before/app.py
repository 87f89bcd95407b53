from old_tools.frames import table
