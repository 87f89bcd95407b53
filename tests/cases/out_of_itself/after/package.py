import wag as core
import wagtools as wagtools_
from wag.core import *

print(wagtools_.slugify("x"), core.hooks, slugify, hooks)
