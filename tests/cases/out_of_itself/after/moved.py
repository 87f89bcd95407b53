from wag.mock import *
from wag.mock import Finder, mock

print(Finder, mock)
