import numpy as np
import numpy
from numpy import product, prod
from numpy import product as p2, array
numpy.product(np.product, product, prod, p2, array)
