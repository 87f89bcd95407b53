"""Questions about places on the hub."""

from typing import TYPE_CHECKING, cast

import dr_ingest.hf.io
import dr_ingest.hf.location

if TYPE_CHECKING:
    import duckdb

    from dr_ingest.hf.location import HFLocation, HFRepoID
    from dr_ingest.metrics_all.eval_record import EvalRecord, TaskArtifacts


def place(uri: str) -> "HFLocation | None":
    try:
        return dr_ingest.hf.location.HFLocation.from_uri(uri)
    except ValueError:
        return None


def rows(loc: "HFLocation", connection: "duckdb.DuckDBPyConnection") -> "dict[HFRepoID, int]":
    found = dr_ingest.hf.io.query_hf_with_duckdb(loc, connection)
    return {loc.repo_id: sum(len(df) for df in found.values())}


def local(loc, files):
    loc = cast("dr_ingest.hf.location.HFLocation", loc)
    assert isinstance(loc, dr_ingest.hf.location.HFLocation)
    print(f"{len(files)} files, seen at {loc.get_path_link('data')}")
    return dr_ingest.hf.io.read_local_parquet_paths(files)


def is_train(loc: "HFLocation") -> bool:
    from .tables import TRAIN  # tables takes long to import

    return loc.repo_id == TRAIN.repo_id


def artifacts(record: "EvalRecord") -> "list[TaskArtifacts]":
    return [*record.artifacts]
