import dr_frames.tables
import dr_frames.gone
from dr_frames import here, lazy, load_table_config, space, tables, table
from dr_frames.fast import quick
from dr_frames.lazy import anything
from dr_frames.space import deep
from dr_frames.space.deep import a
from dr_frames.tables import *
from dr_frames.tables import tabel
from dr_wandb import fetch_project_runs

print(quick, here, lazy, load_table_config, space, tables, table, anything, deep, a, tabel)
print(fetch_project_runs, dr_frames)
