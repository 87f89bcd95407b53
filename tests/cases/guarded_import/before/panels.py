"""Two names of one guarded import moved: it is said once."""

try:
    from dr_showntell.fancy_table import FancyBox, FancyTable
except ImportError:
    FancyBox = FancyTable = None

try:
    from dr_showntell.console_components import TitlePanel
except ImportError:
    TitlePanel = None
