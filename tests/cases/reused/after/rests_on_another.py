import numpy as np
import other
np.y, other.z
