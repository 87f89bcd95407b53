# codemod: review[behaviour-changed-silently] dr_x.deep.masked_setter: encoding : utf-8, no longer latin-1
from dr_x.deep import masked_setter as setter
