"""Rows 70 to 84."""

import pickle

import srsly
from dr_showntell.fancy_table import FancyTable
from dr_showntell.table_formatter import (
    TABLE_FORMATS_DIR,  # 72
    format_coverage_table,
    format_dynamics_table,  # 72
    format_table,
    load_table_config,  # 72
)
from dr_wandb.cli.download import ProjDownloadConfig, download_project
from dr_wandb.fetch import fetch_project_runs, serialize_history_entry, serialize_run
from dr_wandb.run_record import RunRecord
from unittest.mock import patch


def tables(df):
    print("a" in format_table(df))  # 70 74
    format_table(df) + "x"  # 70
    format_coverage_table(df)  # 71
    load_table_config("x")
    format_dynamics_table(df)
    print(TABLE_FORMATS_DIR)
    format_table([{"a": 1}, {"b": 2}], output_format="plain")  # 73
    some = [{"a": 1}]
    some.append({"b": 2})
    format_table(some, output_format="plain")  # 73
    pickle.dumps(FancyTable("x"))  # 75


class Mine(FancyTable):  # 75
    pass


print(FancyTable.__module__)  # 75


def wandb(e, p, o, cb, r):
    runs, hist = fetch_project_runs(e, p, progress_callback=cb)  # 76 77
    srsly.write_jsonl("x", runs)
    runs2, hist2 = fetch_project_runs(e, p)  # 77 78 79 80
    print(hist2[0]["timestamp"], runs2[0]["system_attrs"]["x"])
    serialize_history_entry(r, {})  # 78 79
    serialize_run(r)  # 79 80
    RunRecord(r).to_dict(include=["a"])  # 81
    RunRecord(r).standard_fields()  # 81
    with patch("dr_wandb.fetch._iterate_runs"):  # 82
        pass
    download_project(e, p, o, True)  # 83
    ProjDownloadConfig(runs_output_filename="x")  # 84
