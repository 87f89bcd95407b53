"""Rebuild the raw database. Last worked in September; kept for its notes."""

import json

from dr_ingest import normalize_oe_summary
from dr_ingest.raw import is_nested, load_parse_write_duckdb
from dr_ingest.serialization import (
    compare_sizes,
    dump_runs_and_history,
    ensure_parquet,
)
from dr_ingest.serilization import ipc_serialize
from dr_ingest.hf_upload import upload_file_to_hf
from dr_showntell import format_dynamics_table, load_table_config
from dr_wandb.downloader import Downloader
from dr_wandb.constants import MAX_INT
from dr_wandb.utils import convert_large_ints_in_data


def main() -> None:
    found = Downloader(store=None).get_runs_to_download("example-lab", "ft-scaling")
    runs = convert_large_ints_in_data([vars(run) for run in found], max_int=MAX_INT)
    dump_runs_and_history("data/raw", "runs", runs, [])
    ensure_parquet("data/raw/runs.jsonl")
    print(compare_sizes("data/raw/runs.jsonl", "data/raw/runs.parquet"))
    if any(is_nested(run) for run in runs):
        load_parse_write_duckdb("data/raw/runs.duckdb", ipc_serialize(runs))
    print(format_dynamics_table(runs, load_table_config("dynamics")))
    upload_file_to_hf("data/raw/runs.parquet", "example-lab/seed-raw")
    print(json.dumps([normalize_oe_summary(run["summary"]) for run in runs]))


if __name__ == "__main__":
    main()
