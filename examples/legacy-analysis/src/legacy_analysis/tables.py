"""Tables from the hub: download, read, group, send back."""

from __future__ import annotations

import pandas as pd

from dr_ingest.configs.auth import AuthSettings
from dr_ingest.hf.io import (
    cached_download_tables_from_hf,
    get_tables_from_cache,
    upload_file_to_hf,
)
from dr_ingest.hf.io import HFLocation
from dr_ingest.utils import (
    add_marimo_display,
    # task names such as mmlu_anatomy
    group_col_by_prefix,  # the longest prefix wins
    # eval folders
    iter_file_glob_from_roots,  # raises when a root is missing
)

from .settings import Sources, paths

try:
    from dr_ingest.motherduck.connector import open_motherduck_connection
except ImportError:
    open_motherduck_connection = None

TRAIN = HFLocation(
    org="example-lab",
    repo_name="seed-tables",
    filepaths=["data/train-00000-of-00002.parquet", "data/train-00001-of-00002.parquet"],
)
TASK_GROUPS = {"mmlu_": "mmlu", "arc_": "arc"}


@add_marimo_display()
class TableSet:
    def __init__(self, frames: dict[str, pd.DataFrame]) -> None:
        self.frames = frames


def refresh_tables(force: bool = False) -> TableSet:
    cached_download_tables_from_hf(TRAIN, paths=paths, force_download=force)
    found = cached_download_tables_from_hf(TRAIN, auth=AuthSettings())
    first = found["data/train-00000-of-00002.parquet"]
    print(f"first part of the train table: {first}")
    try:
        frames = get_tables_from_cache(TRAIN, paths)
    except FileNotFoundError:
        cached_download_tables_from_hf(TRAIN)
        frames = get_tables_from_cache(TRAIN)
    return TableSet(frames)


def grouped(df: pd.DataFrame) -> pd.DataFrame:
    try:
        groups = group_col_by_prefix(df, "task", TASK_GROUPS, output_col="task_group")
    except KeyError:
        return df
    return df.assign(task_group=groups)


def send_report(sources: Sources, name: str = "report.parquet") -> None:
    target = HFLocation(org="example-lab", repo_name="seed-reports", filepaths=[name])
    assert upload_file_to_hf(sources.data_dir / name, target) is None


def eval_files(roots: list[str]) -> list[str]:
    return sorted(map(str, iter_file_glob_from_roots(roots, "*-metrics.json")))


def remote_tables() -> pd.DataFrame:
    if open_motherduck_connection is None:
        return pd.DataFrame()
    connection = open_motherduck_connection(paths=paths)
    return connection.sql("show tables").df()
