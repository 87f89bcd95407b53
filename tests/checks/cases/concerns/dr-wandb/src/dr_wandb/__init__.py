import wandb


def fetch_wandb():
    return wandb
