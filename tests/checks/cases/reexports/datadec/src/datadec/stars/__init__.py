from dr_frames.tables import *
