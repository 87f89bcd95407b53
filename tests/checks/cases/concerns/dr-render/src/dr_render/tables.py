"""Tables for wandb, and for DataDecide."""


def table(rows):
    """Of allenai/DataDecide-eval."""
    return [row.wandb for row in rows]  # wandb_rows
