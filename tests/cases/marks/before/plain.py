# the setter of tables
from old_tools import setter  # explained
from old_tools import getter, unchanged
from old_tools.deep import setter as deep_setter

setter(1)
