import numpy as np

from team.hf import paths
from team.hf._vendor import lark

print(np, paths, lark)
