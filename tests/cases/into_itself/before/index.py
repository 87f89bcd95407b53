import bar
import llama_index
import llama_index.core as lc
from bar import x
from llama_index import VectorStoreIndex, core
from llama_index.core import Settings

print(llama_index.Document, llama_index.core.Node, lc.Node, core.Node)
print(VectorStoreIndex, Settings, x, bar.x(bar.y))
