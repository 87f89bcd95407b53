from llama_index.core import Document
from .schema import x
