import other as np
import numpy
np.z, numpy.y
