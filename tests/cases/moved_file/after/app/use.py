from .kit import hammer as tool
from .kit.hammer import y
