from whole.part_z.inner import *
from whole.part_z.inner import one
