import old.main
from old.main import DEEP, EXIT_OK, ExitCode

print(EXIT_OK, old.main.EXIT_OK, DEEP, ExitCode, old.main.other)


def f(code: "EXIT_OK" = EXIT_OK):
    from old.main import EXIT_BAD, EXIT_OK as ok

    return f"{ok} {EXIT_BAD}"


class Runner:
    from old.main import EXIT_BAD

    codes = [EXIT_BAD]
