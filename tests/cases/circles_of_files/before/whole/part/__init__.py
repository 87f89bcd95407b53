from whole.part.inner import *
from whole.part.inner import one
