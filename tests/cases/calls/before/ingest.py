import os

import pytest

from dr_ingest.configs import AuthSettings, Paths
from dr_ingest.hf.io import (
    cached_download_tables_from_hf,
    get_tables_from_cache,
    query_hf_with_duckdb,
    upload_file_to_hf,
)
from dr_ingest.hf.location import HFLocation
from dr_ingest.motherduck.connector import open_motherduck_connection
from dr_ingest.types import TaskArtifactType
from dr_ingest.utils.pandas import group_col_by_prefix, masked_setter


def tables(loc: HFLocation, P, A, conn):
    x = cached_download_tables_from_hf(loc, paths=P, verbose=False)
    for path in x.values():
        print(path)
    cached_download_tables_from_hf(loc)
    cached_download_tables_from_hf(loc, paths=P, auth=A)
    cached_download_tables_from_hf(
        loc,
        # where it is
        local_dir="here",  # for now
    )
    y = cached_download_tables_from_hf(loc, cache_dir=1)
    print(y["data/train-00000-of-00004.parquet"])
    get_tables_from_cache(loc)
    get_tables_from_cache(loc, P)
    get_tables_from_cache(loc, paths=P or Paths(data_dir="x"))
    try:
        get_tables_from_cache(loc, paths=P)
    except FileNotFoundError:
        pass
    try:
        get_tables_from_cache(loc, paths=P)
        other()
    except (OSError, FileNotFoundError) as e:
        pass
    upload_file_to_hf("a", loc)
    z = upload_file_to_hf("a", loc)
    query_hf_with_duckdb(loc, conn)
    with pytest.raises(ValueError):
        HFLocation.from_uri("nope")
    try:
        loc.resolve_filepaths()
    except ValueError:
        pass
    loc.get_path_link("dir")
    loc.get_path_link("dir/file.parquet")
    HFLocation(org="a").get_rest_path_url("dir")
    loc.get_file_download_link("README")


def others(df, m, P, A, xs):
    open_motherduck_connection()
    open_motherduck_connection(paths=P)
    open_motherduck_connection(env_file=".env")
    df = masked_setter(df, m, "a", 1)
    g = masked_setter
    list(map(masked_setter, xs))
    masked_setter(*xs)
    try:
        df["x"] = group_col_by_prefix(df, "a", {}, output_col="x")
    except KeyError:
        pass
    paths = Paths(data_dir="x")
    print(paths.data_dir, paths.repo_root)
    Paths()
    Paths(repo_root=1, data_dir=2)
    TaskArtifactType.CONFIG, TaskArtifactType.METRICS, TaskArtifactType("config")
    for t in TaskArtifactType:
        pass
    d: dict[TaskArtifactType, str] = {}
    AuthSettings(hf_env_var="OTHER")


class Mine:
    def masked_setter(self, *a):
        return self.masked_setter(*a).get_tables_from_cache("x")
