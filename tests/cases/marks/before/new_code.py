from dr_x import setter, getter
from dr_x.deep import masked_setter
