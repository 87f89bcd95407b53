from old_tools import (
    other,
    setter,
)
