from . import tool
from .tool import y
