from new import ExitCode as new_ExitCode


class ExitCode: ...


print(new_ExitCode.OK)
