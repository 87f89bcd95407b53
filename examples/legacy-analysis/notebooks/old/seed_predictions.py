# Exported from an editor: cells between %% lines, magics included.

# %%
%load_ext autoreload
%autoreload 2
!ls data

# %%
import pandas as pd
from hf_utils.datadecide import DataDecide, list_col_to_columns
from hf_utils.branches import sort_branches_by_step

# %%
dd = DataDecide()
df = list_col_to_columns(dd.full_eval_ds, "metrics")
df.head()

# %%
%timeit sort_branches_by_step(["step10-seed-a", "step2-seed-a"])
