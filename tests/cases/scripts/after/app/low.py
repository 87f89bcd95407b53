import new.scripts
from new.scripts import f

new.scripts.g()
