# %%
%pip install "other-kit[fast]>=3"
!new-run --x

# %%
from other_kit import load
