import v.cfg
from v import cfg
v.cfg.N += 1
cfg.N = 3
del cfg.N
