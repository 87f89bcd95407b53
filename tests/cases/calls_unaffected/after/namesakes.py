"""Functions and methods that are only called like those of a retired package."""

import json
import pickle
from unittest.mock import patch

from mine import (
    AuthSettings,
    DataDecide,
    FancyTable,
    HFLocation,
    Paths,
    TaskArtifactType,
    cached_download_tables_from_hf,
    create_branch_metadata,
    download_project,
    fetch_project_runs,
    format_coverage_table,
    format_table,
    masked_setter,
    open_motherduck_connection,
    parse_branch_name,
)

from dr_hf import get_all_repo_branches, is_checkpoint_branch


class Client:
    def download_dataset(self, path, split):
        return self.download_dataset(path, split=split)

    def parse_branch_name(self, branch):
        return {"step": branch}


def all_of_them(client, df, mask):
    masked_setter(df, mask, "a", 1)
    df.masked_setter(mask, "a", 1)
    info = parse_branch_name("a")
    print(info["step"], "error" in info, {**info}, info == {})
    info = client.parse_branch_name("a")
    print(info["step"], json.dumps(info))
    cached_download_tables_from_hf(1, paths=2)
    open_motherduck_connection(paths=1)
    create_branch_metadata("a")["step_range"].append(1)
    HFLocation(1).get_path_link("dir")
    Paths().repo_root
    TaskArtifactType("config")
    fetch_project_runs(1, progress_callback=print)
    format_coverage_table(df)
    return [get_all_repo_branches("a"), is_checkpoint_branch("b")]


def shadowed(parse_branch_name):
    return parse_branch_name("a")["step"]


def more_of_them(client, rows, location, data):
    try:
        location.resolve_filepaths()
        client.get_data_dir()
    except ValueError as error:
        print(type(error), isinstance(error, KeyError), error.where)
    AuthSettings().resolve("hf")
    FancyTable(rows).__module__
    pickle.dumps(FancyTable(rows))
    print(TaskArtifactType.CONFIG, TaskArtifactType["CONFIG"], len(TaskArtifactType))
    format_table([{"a": 1}, {"b": 2}])
    list(map(location.get_path_link, rows))
    with patch("mine.fetch._iterate_runs"):
        download_project(1, 2, 3, True)
    paths = data or Paths()
    return paths.repo_root, DataDecide().ppl_parsed_df, client.masked_setter
