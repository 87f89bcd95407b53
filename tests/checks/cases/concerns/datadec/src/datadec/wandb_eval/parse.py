import dr_wandb

WANDB_KEYS = dr_wandb


def tags_of_wandb():
    return WANDB_KEYS


def one_wandb_run():
    return tags_of_wandb


class WandbRun:
    one = one_wandb_run
