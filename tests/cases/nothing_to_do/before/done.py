from dr_hf import HFLocation
from dr_frames import group_col_by_prefix
import dr_duck
