"""Rows 1 to 32: each line that one is about ends with its number."""

import duckdb
import pytest
from dr_ingest.configs import AuthSettings, Paths
from dr_ingest.hf.io import (
    cached_download_tables_from_hf,
    get_tables_from_cache,
    query_hf_with_duckdb,
    upload_file_to_hf,
)
from dr_ingest.hf.location import HFLocation  # 18
from dr_ingest.metrics_all.constants import LoadMetricsAllConfig
from dr_ingest.motherduck.connector import open_motherduck_connection
from dr_ingest.types import TaskArtifactType
from dr_ingest.utils import add_marimo_display, group_col_by_prefix  # 29
from dr_ingest.utils.display import resolve_repo_root
from dr_ingest.utils.pandas import masked_setter
from pydantic import BaseModel


def tables(loc, P, A, D, conn, pd):
    cached_download_tables_from_hf(loc, paths=P, verbose=True)  # 1
    cached_download_tables_from_hf(loc)  # 2
    cached_download_tables_from_hf(loc, force_download=True)  # 2
    cached_download_tables_from_hf(loc, cache_dir=D, auth=A)  # 3
    cached_download_tables_from_hf(loc, local_dir=D)  # 4
    tables = cached_download_tables_from_hf(loc, cache_dir=D)  # 5
    print(tables["data/train-00000-of-00004.parquet"])
    again = cached_download_tables_from_hf(loc, cache_dir=D)  # 5
    for path, frame in again.items():
        print(path, frame)
    get_tables_from_cache(loc)  # 6
    get_tables_from_cache(loc, paths=P)  # 7
    get_tables_from_cache(loc, P)  # 7
    try:
        get_tables_from_cache(loc, cache_dir=D)
    except FileNotFoundError:  # 8
        pass
    url = upload_file_to_hf("a", loc)  # 9
    assert upload_file_to_hf("a", loc) is None  # 9
    upload = lambda: upload_file_to_hf("a", loc)  # 9
    AuthSettings(hf_env_var="OTHER")  # 10
    query_hf_with_duckdb(loc, conn)  # 11
    pd.concat(get_tables_from_cache(loc, cache_dir=D), ignore_index=True)  # 12
    return url


def locations(loc: HFLocation):
    try:
        HFLocation.from_uri("a")
    except ValueError:  # 13
        pass
    with pytest.raises(ValueError):  # 13
        loc.resolve_filepaths()
    with pytest.raises(ValueError, match="single"):  # 13
        loc.get_the_single_filepath()
    with pytest.raises(ValueError):  # 13
        loc.get_rest_path_url("dir")
    with pytest.raises(ValueError):  # 13
        loc.get_file_download_link(3)
    loc.get_path_link("dir")  # 14
    loc.get_rest_path_url("dir")  # 15
    loc.get_file_download_link("README")  # 16


class Config(BaseModel):
    where: HFLocation


def connections(P, A):
    open_motherduck_connection()  # 19 21
    open_motherduck_connection(paths=P)  # 20
    open_motherduck_connection(auth=A)  # 20
    try:
        open_motherduck_connection(env_file=".env")
    except AssertionError:  # 19
        pass
    open_motherduck_connection(env_file=".env")


def frames(df, m, c, v):
    masked_setter(df, m, c, v)  # 22
    kept = df
    df = masked_setter(df, m, c, v)  # 23
    try:
        group_col_by_prefix(df, c, {})
    except KeyError:  # 24
        pass
    try:
        group_col_by_prefix(df, c, {})
    except (TypeError, ValueError):  # 24
        pass
    return kept, df


def paths():
    print(Paths().repo_root)  # 25
    print(Paths(data_dir="x").repos_dir)  # 25
    p = Paths(data_dir="x")
    print(p.username)  # 25
    Paths(repo_root="x", data_dir="y")  # 25
    print(Paths().data_dir)  # 26
    print(Paths().data_cache_dir)  # 26
    q = Paths()  # 26
    print(q.metrics_all_dir)


def artifacts(cfg: LoadMetricsAllConfig):
    TaskArtifactType.CONFIG  # 27
    TaskArtifactType("config")  # 27
    TaskArtifactType["CONFIG"]  # 27
    len(TaskArtifactType)  # 27
    for t in TaskArtifactType:  # 27
        print(t)
    print(cfg.prefix_map[TaskArtifactType.CONFIG])  # 27
    return [t.value for t in TaskArtifactType], list(TaskArtifactType)  # 27


def tokens(A: AuthSettings):
    AuthSettings().resolve("hf")  # 28
    auth = AuthSettings()
    auth.resolve("motherduck", explicit="x")  # 28
    A.resolve("hf")  # 28


@add_marimo_display()
class Shown(BaseModel):
    x: int


def roots(m):
    resolve_repo_root(m)  # 30


def columns():
    from dr_ingest.wandb.config import load_column_renames

    load_column_renames()  # 32
