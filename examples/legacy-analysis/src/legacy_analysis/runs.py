"""Runs and histories from Weights & Biases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from dr_wandb import fetch_project_runs
from dr_wandb.constants import RunId, RunState
from dr_wandb.run_record import RunRecord
from dr_wandb.store import ProjectStore

from .settings import ENTITY, PROJECT

if TYPE_CHECKING:
    from dr_ingest.wandb.processing_context import ProcessingContext
    from dr_wandb.constants import ProgressCallback

    from .tables import TableSet

FINISHED: RunState = "finished"


def show_progress(index: int, total: int, name: str) -> None:
    print(f"{index:>6}/{total:,} {name}")


def load_runs(progress: ProgressCallback = show_progress) -> pd.DataFrame:
    runs, _histories = fetch_project_runs(
        ENTITY, PROJECT, include_history=False, progress_callback=progress
    )
    df = pd.DataFrame([run for run in runs if run["state"] == FINISHED])
    return df[df["created_at"].str[:10] >= "2025-08-21"]


def classified(df: pd.DataFrame, run_type: str) -> dict[RunId, str]:
    if run_type == "old":
        from dr_ingest.df_ops import ensure_column

        df = ensure_column(df, "run_type", "old")
        return dict(zip(df["run_id"], df["run_type"]))

    from dr_ingest.wandb.classifier import classify_run_id

    return {run_id: classify_run_id(run_id)[0] for run_id in df["run_id"]}


def stored_runs(url: str) -> list[dict]:
    store = ProjectStore(url)
    return [run.to_dict(include=["metadata"]) for run in store.get_runs()]


def merge(tables: TableSet, record: RunRecord, context: ProcessingContext) -> None:
    frame = pd.DataFrame([record.to_dict()])
    tables.frames[record.run_id] = context.apply_hook("matched", frame)
