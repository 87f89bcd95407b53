from .build.things.kit import hit
from .build.things.kit.hammer import HERE
from .build.things import kit as tools

print(hit, HERE, tools.nails.x)
