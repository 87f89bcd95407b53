import bar.x
import llama_index.core
from bar.x import x
from llama_index.core import VectorStoreIndex
from llama_index.core import Settings

print(llama_index.core.Document, llama_index.core.Node)
print(VectorStoreIndex, Settings, x, bar.x.x(bar.y))
