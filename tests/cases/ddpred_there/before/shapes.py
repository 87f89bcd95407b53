"""What the manifest requires is there: the whole tree moves, under its names."""

import ddpred.data as dd_data
from ddpred import load
from ddpred.core.df_utils import pivot

print(dd_data.frame, load, pivot)


def lazily():
    import ddpred.analysis.plots

    return ddpred.analysis.plots.draw
