from .two import two
from .three import one as three
