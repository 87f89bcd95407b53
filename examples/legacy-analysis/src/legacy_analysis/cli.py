import typer

from legacy_analysis import HFLocation, print_report
from legacy_analysis.frames import clean
from legacy_analysis.hub import place
from legacy_analysis.tables import refresh_tables

app = typer.Typer(help="Seed noise. Run ingest-datadec first.")


@app.command()
def refresh(force: bool = False) -> None:
    refresh_tables(force=force)


@app.command()
def report() -> None:
    tables = refresh_tables()
    tables.frames = {name: clean(df) for name, df in tables.frames.items()}
    print_report(tables)


@app.command()
def where(uri: str) -> None:
    found = place(uri)
    typer.echo(found.repo_link if isinstance(found, HFLocation) else "not on the hub")
