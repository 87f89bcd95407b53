from . import names
from .names import X
from tool.names import Y

read = X, Y, names
