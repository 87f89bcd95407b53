import bar.x
import llama_index.core
import llama_index.core as lc
from bar.x import x
from llama_index import core
from llama_index.core import VectorStoreIndex
from llama_index.core import Settings

print(llama_index.core.Document, llama_index.core.Node, lc.Node, core.Node)
print(VectorStoreIndex, Settings, x, bar.x.x(bar.y))
