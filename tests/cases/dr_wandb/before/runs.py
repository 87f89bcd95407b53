from dr_wandb import fetch_project_runs
from dr_wandb.constants import MAX_INT, Base, ProgressCallback, RunId
from dr_wandb.run_record import RunRecord
from dr_wandb.utils import convert_large_ints_in_data


def runs(progress: ProgressCallback) -> list[RunRecord]:
    return fetch_project_runs("org", "project", progress_callback=progress)
