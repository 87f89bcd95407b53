import old.scripts
from old.scripts import f

old.scripts.g()
