"""One statement, three owners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_ingest.hf.io import (
    # tables
    cached_download_tables_from_hf,
    query_hf_with_duckdb,  # needs duckdb
)
from dr_ingest.utils import add_marimo_display, group_col_by_prefix, iter_file_glob_from_roots
import dr_ingest.utils as du

if TYPE_CHECKING:
    from dr_ingest.hf.location import HFLocation


def load(where: HFLocation, roots):
    from dr_ingest.motherduck import connector

    with connector.open_motherduck_connection() as connection:
        found = query_hf_with_duckdb(where, connection)
    paths = [*iter_file_glob_from_roots(roots, "*.json")]
    tables = cached_download_tables_from_hf(where)
    return du.group_col_by_prefix(tables, paths), group_col_by_prefix, found, add_marimo_display
