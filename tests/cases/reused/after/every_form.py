import numpy as np
import numpy
from numpy import prod as product, prod
from numpy import prod as p2, array
numpy.prod(np.prod, product, prod, p2, array)
