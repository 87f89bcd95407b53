import bar.x as module
import llama_index.core as lc
from bar.x import x
from llama_index.core import Settings

print(Settings, x, module.x, module.other, lc.Node)
