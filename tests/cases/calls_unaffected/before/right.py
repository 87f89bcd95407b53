"""Calls that are right before and after."""

import pickle

import pandas as pd

from dr_ingest.hf.io import cached_download_tables_from_hf, upload_file_to_hf
from dr_ingest.hf.location import HFLocation
from dr_ingest.metrics_all.constants import LoadMetricsAllConfig
from dr_ingest.motherduck.connector import open_motherduck_connection
from dr_ingest.types import TaskArtifactType
from dr_ingest.wandb.config import load_column_renames
from dr_showntell.table_formatter import format_coverage_table, format_table
from hf_utils.branches import parse_branch_name
from hf_utils.checkpoints import create_comprehensive_summary, process_all_checkpoints
from hf_utils.huggingface import download_dataset


def right(path, df, location: HFLocation) -> dict[TaskArtifactType, str]:
    download_dataset(path, "a/b")
    download_dataset(path, "a/b", "train", force_reload=True)
    download_dataset(path, "a/b", split="train")
    if parse_branch_name("a") and not parse_branch_name("b"):
        parse_branch_name("c")
    create_comprehensive_summary(process_all_checkpoints("a/b"))
    tables = cached_download_tables_from_hf(location, cache_dir=path)
    for table in tables.values():
        print(table, len(tables))
    upload_file_to_hf(path, location)
    open_motherduck_connection(env_file=".env")
    format_table(df, output_format="markdown")
    format_coverage_table(df, "all", "plain")
    location.get_path_link("data/train.parquet")
    location.get_file_download_link("README")
    isinstance(location, HFLocation)
    return {TaskArtifactType.METRICS: "met", TaskArtifactType("metrics"): "m"}


def test_right(capsys):
    pd.concat([pd.DataFrame()])


def caught(path, location: HFLocation | None, rows: list[list[str]]):
    try:
        download_dataset(path, "a/b")
    except Exception as error:
        print(error, error.args)
    try:
        location.resolve_filepaths()
    except (ValueError, AssertionError) as error:
        print(isinstance(error, AssertionError))
    format_table(rows, output_format="plain")
    format_table([{"a": 1}, {"a": 2}], output_format="plain")
    records = [{"a": row} for row in rows]
    format_table(records, output_format="plain")
    pickle.dumps(rows)
    # What stays, for now, is as it was.
    load_column_renames()


def members(config: LoadMetricsAllConfig):
    return config.prefix_map[TaskArtifactType.METRICS], TaskArtifactType["METRICS"]
