# What fails before fails afterwards: it is no matter of the new name.
from late import part
from late.names import *

four = 4
