from ns.old.core import f
from ..old import core
