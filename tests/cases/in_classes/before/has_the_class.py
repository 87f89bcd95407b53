from new import ExitCode
from old.main import EXIT_OK

print(EXIT_OK, ExitCode)
