from dr_showntell.fancy_table import FancyTable
from dr_showntell.table_formatter import format_coverage_table, format_table
from dr_wandb.cli.download import ProjDownloadConfig, download_project
from dr_wandb.fetch import fetch_project_runs
from dr_wandb.run_record import RunRecord


class Mine(FancyTable):
    pass


def show(rows, df, e, p, o, cb):
    format_table(rows) + "x"
    format_table(rows, output_format="plain")
    format_coverage_table(df)
    format_coverage_table(df, "title", "markdown")
    print(FancyTable.__module__)
    runs, histories = fetch_project_runs(e, p, progress_callback=cb)
    download_project(e, p, o, True)
    download_project(e, p, o, runs_only=True)
    download_project(e, p, o, "pkl")
    download_project(e, p, o, x)
    ProjDownloadConfig(entity=e, runs_output_filename="x")
    ProjDownloadConfig(entity=e)


def record(run: RunRecord):
    run.to_dict(include=1)
    run.model_dump()
