from dr_showntell.console_components import *
from dr_render import FancyTable, HeaderCell  # noqa: F401
from dr_showntell.table_formatter import (  # noqa: E402
    load_table_config,
)
from dr_frames import format_table  # noqa: E402
import dr_render
import dr_frames as formatter

table = dr_render.FancyTable()
# codemod: review[behaviour-changed-silently] dr_frames.format_coverage_table: the default output_format puts a Table's repr into the text: pass output_format='plain' or 'markdown'
print(format_table(load_table_config("x")), formatter.format_coverage_table)
