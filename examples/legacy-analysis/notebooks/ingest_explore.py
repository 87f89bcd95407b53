# /// script
# requires-python = ">=3.12"
# dependencies = [
#     "duckdb==1.4.1",
#     "marimo",
#     "pandas==2.3.3",
# ]
# ///

import marimo

__generated_with = "0.17.7"
app = marimo.App(width="medium")


@app.cell
def _():
    from pathlib import Path
    from typing import Any

    import duckdb
    import marimo as mo

    import dr_ingest.utils as du
    from dr_ingest.hf.location import HFLocation
    from dr_ingest.qa import ensure_extracted, list_tarballs
    from dr_ingest.types import TaskArtifactType

    eval_dir = Path("data/eval")
    return (
        Any,
        HFLocation,
        TaskArtifactType,
        du,
        duckdb,
        ensure_extracted,
        eval_dir,
        list_tarballs,
        mo,
    )


@app.cell(hide_code=True)
def _(mo):
    mo.md(r"""
    # Eval files

    The tables come from `dr_ingest`. To write them all:

    ```bash
    uv run ingest-datadec cache --metrics-dir data/eval
    uv run python -m dr_ingest.cli.datadec_ingest dedupe
    ```
    """)
    return


@app.cell
def _(Any, TaskArtifactType, du):
    def files_by_kind(root) -> dict[str, Any]:
        return {
            kind.value: list(du.iter_file_glob_from_roots(root, kind.filename_pattern))
            for kind in TaskArtifactType
        }
    return (files_by_kind,)


@app.cell
def _(du, ensure_extracted, eval_dir, files_by_kind, list_tarballs):
    for _tarball in list_tarballs(eval_dir, "c4", "150M", 2):
        ensure_extracted(_tarball, eval_dir)
    metrics = list(du.iter_file_glob_from_roots(eval_dir, "metrics-all.jsonl"))
    found = files_by_kind(eval_dir)
    return found, metrics


@app.cell
def _(HFLocation):
    loc = HFLocation(org="example-lab", repo_name="seed-tables")
    loc
    return (loc,)


@app.function
def read_metrics(connection, files):
    return connection.read_json([str(file) for file in files], union_by_name=True)


@app.cell
def _(duckdb, loc, metrics):
    from dr_ingest.hf.io import query_hf_with_duckdb

    conn = duckdb.connect()
    read_metrics(conn, metrics)
    query_hf_with_duckdb(loc, conn)
    return


app._unparsable_cell(
    r"""
    from dr_ingest.normalization import normalize_str

    names = [normalize_str(name) for name in found
    """,
    name="_"
)


if __name__ == "__main__":
    app.run()
