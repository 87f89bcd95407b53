try:
    from new import ExitCode

    EXIT_OK = ExitCode.OK
except ImportError:
    from old.main import EXIT_OK

print(EXIT_OK)
