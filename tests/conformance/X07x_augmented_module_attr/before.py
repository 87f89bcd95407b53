import u.cfg
from u import cfg
u.cfg.N += 1
cfg.N = 3
del cfg.N
