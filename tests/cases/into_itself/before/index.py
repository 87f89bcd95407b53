import bar
import llama_index
from bar import x
from llama_index import VectorStoreIndex
from llama_index.core import Settings

print(llama_index.Document, llama_index.core.Node)
print(VectorStoreIndex, Settings, x, bar.x(bar.y))
