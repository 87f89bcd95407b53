from old.main import *

print(EXIT_OK)
