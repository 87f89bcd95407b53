from old_tools import (
    # the one
    setter,
    getter,  # the other
)
