# the setter of tables
from dr_x import setter  # explained
from dr_x import getter, unchanged
from dr_x.deep import masked_setter as deep_setter

setter(1)
