from ...mars import one as o
from ..helper import x
from .here import y
