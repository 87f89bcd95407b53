"""The package is to be ft_pred, and nothing brings that yet: all stays."""

import ddpred.data as dd_data
from ddpred import load
from ddpred.core.df_utils import pivot

print(dd_data.frame, load, pivot)
