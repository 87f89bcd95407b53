from dr_frames import tables
from dr_hf import io

print(tables, io)
