from .core import Document
from .schema import x
