from old_tools import (
    other,
)
# codemod: review[behaviour-changed-silently] dr_x.setter: returns a copy → look
from dr_x import setter
