from dr_render import FancyTable
from dr_frames import format_coverage_table, format_table
from dr_wandb.cli.download import ProjDownloadConfig, download_project
from dr_wandb import fetch_project_runs
from dr_wandb.run_record import RunRecord


class Mine(FancyTable):
    pass


def show(rows, df, e, p, o, cb):
    format_table(rows) + "x"
    format_table(rows, output_format="plain")
    # codemod: review[behaviour-changed-silently] dr_frames.format_coverage_table: the default output_format puts a Table's repr into the text: pass output_format='plain' or 'markdown'
    format_coverage_table(df)
    format_coverage_table(df, "title", "markdown")
    print(FancyTable.__module__)
    # codemod: review[behaviour-changed-silently] dr_wandb.fetch_project_runs: created_at is a datetime, history timestamps are aware UTC, system_attrs is another dict: convert before you write or compare; an unknown state aborts it (ValidationError)
    # codemod: review[behaviour-changed-silently] dr_wandb.fetch_project_runs: the callback's total is int | None: None while the number of runs is unknown
    runs, histories = fetch_project_runs(e, p, progress_callback=cb)
    download_project(e, p, o, runs_only=True)
    download_project(e, p, o, runs_only=True)
    download_project(e, p, o, "pkl")
    download_project(e, p, o, x)
    ProjDownloadConfig(entity=e, runs_output_filename="x")
    ProjDownloadConfig(entity=e)


def record(run: RunRecord):
    run.to_dict(include=1)
    run.model_dump()
