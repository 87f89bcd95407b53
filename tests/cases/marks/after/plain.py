# the setter of tables
# codemod: review[behaviour-changed-silently] dr_x.setter: returns a copy → look
from dr_x import setter  # explained
from dr_x import getter, unchanged
# codemod: review[behaviour-changed-silently] dr_x.deep.masked_setter: encoding : utf-8, no longer latin-1
from dr_x.deep import masked_setter as deep_setter

setter(1)
