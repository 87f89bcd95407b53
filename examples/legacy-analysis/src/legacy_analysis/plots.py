"""Plots of the report.

The colours follow those of the old dr_ingest notebooks; the size of a figure
complements what hf_utils chose for its own.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    pass

# dr_showntell has no plots: these are ours.
PALETTE = {"mmlu": "#4c72b0", "arc": "#dd8452"}


def plot_seeds(df, task):
    import matplotlib.pyplot as plt

    figure, axis = plt.subplots(figsize=(6, 3))
    axis.scatter(df["seed"], df[task], color=PALETTE.get(task, "#555555"))
    return figure
