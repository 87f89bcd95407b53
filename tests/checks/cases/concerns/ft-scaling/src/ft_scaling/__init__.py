import wandb
from datadec import DataDecide


def parse_run_id(text):
    return text, wandb, DataDecide
