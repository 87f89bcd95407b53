"""Two names of one guarded import moved: it is said once."""

try:
    from dr_render import FancyBox, FancyTable
except ImportError:
    FancyBox = FancyTable = None

try:
    from dr_render import TitlePanel
except ImportError:
    TitlePanel = None
