# %% [markdown]
# # Branches

# %%
get_ipython().run_line_magic("load_ext", "autoreload")
%autoreload 2
from hf_utils.branches import get_all_repo_branches

# %%
if True:
    !ls {data}
    names = get_all_repo_branches("a")
get_all_repo_branches?
