# codemod: review[behaviour-changed-silently] dr_frames.masked_setter: works on a copy: pass inplace=True, or use what it returns
from dr_frames import masked_setter
from dr_hf import read_local_parquet_paths
