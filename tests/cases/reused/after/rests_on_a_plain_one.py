import other
import numpy
other.z, numpy.y
