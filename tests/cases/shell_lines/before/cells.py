# %%
%pip install old_tools
!old-run --x

# %%
from old_tools.io import load
