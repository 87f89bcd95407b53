"""The report, for a terminal."""

from rich.console import Console

from dr_showntell import console_components as parts
from dr_showntell.console_components import *  # noqa: F403
from dr_showntell.table_formatter import (
    OUTPUT_FORMATS,
    format_coverage_table,
    format_table,
    load_table_config,
)

from .display import render_model
from .tables import TableSet

console = Console()


def print_report(tables: TableSet, output_format: str = "console") -> None:
    assert output_format in OUTPUT_FORMATS
    console.print(TitlePanel("Seed noise"))  # noqa: F405
    for name, df in tables.frames.items():
        console.print(SectionRule(name))  # noqa: F405
        text = format_table(df.to_dict("records"), load_table_config("seeds"))
        if "nan" in text:
            print(format_coverage_table(df))
        console.print(text)


def print_header(columns: list[str]) -> None:
    from dr_showntell.fancy_table import FancyTable, HeaderCell

    table = FancyTable()
    table.add_header_row(HeaderCell("seeds", span=len(columns)))
    table.add_header_row(*columns)
    console.print(table)


def part_names() -> list[str]:
    return sorted(name for name in vars(parts) if name.endswith("Panel"))


def model_card(model: object) -> object:
    return render_model(model)
