import numpy
from numpy import core
numpy.z, core.x
