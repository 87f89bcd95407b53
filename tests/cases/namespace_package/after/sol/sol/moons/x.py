from .mars import one
from ..mars import one as other
