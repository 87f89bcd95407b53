import numpy as np
from numpy import core
np.z, core.x
