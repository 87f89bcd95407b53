"""One statement, three owners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_hf import (
    # tables
    cached_download_tables_from_hf,
    query_hf_with_duckdb,  # needs duckdb
)
from marimo_utils import add_marimo_display
from dr_frames import group_col_by_prefix
from datadec.ingest.utils.io import iter_file_glob_from_roots
import dr_frames as du

if TYPE_CHECKING:
    from dr_hf import HFLocation


def load(where: HFLocation, roots):
    import dr_duck as connector

    with connector.open_motherduck_connection() as connection:
        found = query_hf_with_duckdb(where, connection)
    paths = [*iter_file_glob_from_roots(roots, "*.json")]
    # codemod: review[behaviour-changed-silently] dr_hf.cached_download_tables_from_hf: the keys are file stems, and two files with one stem collide
    tables = cached_download_tables_from_hf(where)
    return du.group_col_by_prefix(tables, paths), group_col_by_prefix, found, add_marimo_display
