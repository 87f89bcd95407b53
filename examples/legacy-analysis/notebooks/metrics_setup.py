import marimo

__generated_with = "0.17.7"
app = marimo.App()

with app.setup:
    import marimo as mo
    import pandas as pd
    from dr_ingest.configs import Paths
    from dr_ingest.metrics_all.load_results import dedup_records, load_all_results
    from dr_ingest.utils.pandas import masked_setter, rename_columns


@app.cell
def _():
    import dr_ingest.utils as du
    import dr_showntell.console_components as cc
    return cc, du


@app.function
def without_failures(df):
    masked_setter(df, df["score"] < 0, "score", None)
    return rename_columns(df, {"score": "accuracy"})


@app.cell
def _():
    records = dedup_records(load_all_results(Paths().metrics_all_dir))
    df = without_failures(pd.DataFrame(records))
    return (df,)


@app.cell
def _(df, du):
    df["group"] = du.group_col_by_prefix(df, "task", {"arc_": "arc"}, output_col="group")
    files = list(du.iter_file_glob_from_roots(Paths().repo_root, "*.cfg"))
    return (files,)


@app.cell
def _(cc, df, files):
    mo.vstack([mo.ui.table(df), mo.md(f"{len(files)} settings"), cc.InfoBlock("done").text])
    return


if __name__ == "__main__":
    app.run()
