import dr_ingest
from dr_ingest import nothing, utils
from dr_frames import group_col_by_prefix

dr_ingest.nothing_either()
print(group_col_by_prefix)
