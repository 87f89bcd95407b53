from wag import core
from wag.core import *

print(core.slugify("x"), core.hooks, slugify, hooks)
