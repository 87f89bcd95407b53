import sys
from importlib import import_module

from pkg import taken_by_dict

taken_by_dict.__dict__["old"]
import_module("pkg.taken_by_module").old.stays()
sys.modules["pkg.taken_of_registry"].old.stays()
