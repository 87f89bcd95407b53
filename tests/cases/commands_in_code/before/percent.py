# ---
# jupyter:
#   jupytext:
#     text_representation:
#       format_name: percent
# ---

# %%
# %pip install old-tools
# !old-run > old-run.log
from old_tools.frames import table

# %% language="bash"
# uv add old_tools
# old-run

# %% [markdown]
# old-run was what ran this
# %matplotlib inline
