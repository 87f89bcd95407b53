from dr_frames import rename_columns
