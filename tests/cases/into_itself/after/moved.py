import bar.x as module
from bar.x import x
from llama_index.core import Settings

print(Settings, x, module.x, module.other)
