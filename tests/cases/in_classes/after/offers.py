from old.main import EXIT_OK
