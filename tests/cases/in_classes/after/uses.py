import old.main
from new import Outer, ExitCode

print(ExitCode.OK, ExitCode.OK, Outer.Inner.DEEP, ExitCode, old.main.other)


def f(code: "ExitCode.OK" = ExitCode.OK):

    return f"{ExitCode.OK} {ExitCode.BAD}"


class Runner:
    from old.main import EXIT_BAD

    codes = [EXIT_BAD]
