import new
from old.main import EXIT_OK

print(EXIT_OK, new.other)
