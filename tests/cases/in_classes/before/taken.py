from old.main import EXIT_OK


class ExitCode: ...


print(EXIT_OK)
