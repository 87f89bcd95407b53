# ---
# jupyter:
#   jupytext:
#     text_representation:
#       format_name: percent
# ---

# %%
# %pip install "new-kit>=1.0,<2"
# !new-run > old-run.log
from new_kit.frames import table

# %% language="bash"
# uv add "new-kit>=1.0,<2"
# new-run

# %% [markdown]
# old-run was what ran this
# %matplotlib inline
