from . import names
from .names import X
from new.tool.names import Y

read = X, Y, names
