from ..a import foo
from ..c import other, renamed
from .deep import x
from . import old_deep
