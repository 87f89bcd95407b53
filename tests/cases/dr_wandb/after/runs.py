from dr_wandb import fetch_project_runs
from dr_wandb.constants import Base
from dr_wandb.utils import MAX_INT
from dr_wandb.fetch import ProgressFn as ProgressCallback
from dr_wandb.run_record import RunId
from dr_wandb.run_record import RunRecord
from dr_wandb.utils import convert_large_ints_in_data


def runs(progress: ProgressCallback) -> list[RunRecord]:
    return fetch_project_runs("org", "project", progress_callback=progress)
