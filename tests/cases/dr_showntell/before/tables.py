from dr_showntell.console_components import *
from dr_showntell.fancy_table import FancyTable, HeaderCell  # noqa: F401
from dr_showntell.table_formatter import (  # noqa: E402
    format_table,
    load_table_config,
)
import dr_showntell.fancy_table
import dr_showntell.table_formatter as formatter

table = dr_showntell.fancy_table.FancyTable()
print(format_table(load_table_config("x")), formatter.format_coverage_table)
