from dr_frames import table
