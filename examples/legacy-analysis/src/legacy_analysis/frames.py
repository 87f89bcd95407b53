"""Clean-up of the run table."""

import pandas as pd
from dr_frames import ensure_column, fill_missing_values

import dr_ingest.utils as du
import dr_ingest.utils.pandas as cells
from dr_ingest.utils.pandas import (
    fill_missing_values,
    force_set_cell,
    masked_setter,
    MissingMarkers,
)

try:
    from dr_ingest.utils.pandas import map_column_with_fallback
except Exception:

    def map_column_with_fallback(df, column, mapping):
        return df


MISSING: MissingMarkers = (None, "N/A", "")


class RunBundle:
    """The files of one run, by kind."""

    from dr_ingest.types import TaskArtifactType as Artifact

    kinds = (Artifact.PREDICTIONS, Artifact.METRICS, Artifact.CONFIG)

    def patterns(self):
        return {kind.value: kind.filename_pattern for kind in self.Artifact}


def clean(df: pd.DataFrame) -> pd.DataFrame:
    df = ensure_column(df, "seed", 0)
    df = fill_missing_values(df, {"recipe": "unknown"})
    df = map_column_with_fallback(df, "recipe", {"c4-old": "c4"})
    masked_setter(df, df["state"] == "crashed", "loss", None)
    df = masked_setter(df, df["tokens"].isna(), "tokens", 0)
    return force_set_cell(df, df.index[0], "checked", True)


def correct(df: pd.DataFrame, corrections: dict) -> pd.DataFrame:
    row = cells.require_row_index(df, "run_id", next(iter(corrections)))
    print(f"first corrected row: {row}")
    return cells.apply_row_updates(df, corrections, cells.force_setter)


def with_groups(df: pd.DataFrame, roots: list[str]) -> pd.DataFrame:
    seen = {path.parent.name for path in du.iter_file_glob_from_roots(roots, "*.json")}
    df = df[df["run_id"].isin(seen)]
    return df.assign(group=du.group_col_by_prefix(df, "task", {}, output_col="group"))
