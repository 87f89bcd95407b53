from numpy import core
import numpy as np
core.x, np.z
