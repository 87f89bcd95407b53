from .tools import hit
from .tools.hammer import HERE
from . import tools

print(hit, HERE, tools.nails.x)
