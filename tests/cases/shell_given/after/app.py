from new_kit.frames import table
