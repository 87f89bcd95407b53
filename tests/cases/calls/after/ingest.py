import os

import pytest

from dr_ingest.configs import AuthSettings
from datadec.ingest.paths import Paths
from dr_hf import (
    cached_download_tables_from_hf,
    get_tables_from_cache,
    query_hf_with_duckdb,
    upload_file_to_hf,
)
from dr_hf import HFLocation
from dr_duck import open_motherduck_connection
from datadec.ingest.types import TaskArtifactType
from dr_frames import group_col_by_prefix, masked_setter


def tables(loc: HFLocation, P, A, conn):
    x = cached_download_tables_from_hf(loc, cache_dir=P.data_cache_dir, verbose=False)
    for path in x.values():
        print(path)
    cached_download_tables_from_hf(loc)
    cached_download_tables_from_hf(loc, cache_dir=P.data_cache_dir, auth=A)
    cached_download_tables_from_hf(
        loc,
        # where it is
        cache_dir="here",  # for now
    )
    # codemod: review[behaviour-changed-silently] dr_hf.cached_download_tables_from_hf: the keys are file stems, and two files with one stem collide
    y = cached_download_tables_from_hf(loc, cache_dir=1)
    print(y["data/train-00000-of-00004.parquet"])
    get_tables_from_cache(loc)
    get_tables_from_cache(loc, cache_dir=P.data_cache_dir)
    get_tables_from_cache(loc, cache_dir=(P or Paths(data_dir="x")).data_cache_dir)
    try:
        get_tables_from_cache(loc, cache_dir=P.data_cache_dir)
    except (FileNotFoundError, AssertionError):
        pass
    try:
        get_tables_from_cache(loc, cache_dir=P.data_cache_dir)
        other()
    except (OSError, FileNotFoundError) as e:
        pass
    upload_file_to_hf("a", loc)
    z = upload_file_to_hf("a", loc)
    query_hf_with_duckdb(loc, conn)
    with pytest.raises((ValueError, AssertionError, TypeError)):
        HFLocation.from_uri("nope")
    try:
        loc.resolve_filepaths()
    except (ValueError, AssertionError):
        pass
    loc.get_path_link("dir")
    loc.get_path_link("dir/file.parquet")
    HFLocation(org="a").get_rest_path_url("dir")
    loc.get_file_download_link("README")


def others(df, m, P, A, xs):
    open_motherduck_connection()
    open_motherduck_connection(paths=P)
    open_motherduck_connection(env_file=".env")
    df = masked_setter(df, m, "a", 1, inplace=True)
    # codemod: review[behaviour-changed-silently] dr_frames.masked_setter: works on a copy: pass inplace=True, or use what it returns
    g = masked_setter
    # codemod: review[behaviour-changed-silently] dr_frames.masked_setter: works on a copy: pass inplace=True, or use what it returns
    list(map(masked_setter, xs))
    # codemod: review[behaviour-changed-silently] dr_frames.masked_setter: works on a copy: pass inplace=True, or use what it returns
    masked_setter(*xs)
    try:
        df["x"] = group_col_by_prefix(df, "a", {}, output_col="x")
    except (KeyError, AssertionError):
        pass
    paths = Paths(data_dir="x")
    # codemod: review[behaviour-changed-silently] datadec.ingest.paths.Paths: .repo_root is gone
    print(paths.data_dir, paths.repo_root)
    # codemod: review[behaviour-changed-silently] datadec.ingest.paths.Paths: the base is $DATADEC_DATA_DIR or ~/data instead of ~/drotherm/data: pass data_dir=
    Paths()
    # codemod: review[behaviour-changed-silently] datadec.ingest.paths.Paths: repo_root= is ignored, not refused
    Paths(repo_root=1, data_dir=2)
    TaskArtifactType.CONFIG, TaskArtifactType.METRICS, TaskArtifactType("config")
    for t in TaskArtifactType:
        pass
    d: dict[TaskArtifactType, str] = {}
    AuthSettings(hf_env_var="OTHER")


class Mine:
    def masked_setter(self, *a):
        return self.masked_setter(*a).get_tables_from_cache("x")
