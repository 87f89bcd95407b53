from old.main import EXIT_OK

code: EXIT_OK
