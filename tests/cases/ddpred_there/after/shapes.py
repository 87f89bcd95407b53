"""What the manifest requires is there: the whole tree moves, under its names."""

import ft_pred.data as dd_data
from ft_pred import load
from ft_pred.core.df_utils import pivot

print(dd_data.frame, load, pivot)


def lazily():
    import ft_pred.analysis.plots

    return ft_pred.analysis.plots.draw
