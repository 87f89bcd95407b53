# Its package is not in the one above yet, when this is loaded.
from . import tools

TABLE = {tools.minus: 1}
