from llama_index.core.base import y

from ..schema import x
from .base import z
