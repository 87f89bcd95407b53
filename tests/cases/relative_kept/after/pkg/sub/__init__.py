from ..b2 import foo
from ..c import other, name as renamed
from .. import x
from . import new_deep as old_deep
