from new import ExitCode

print(ExitCode.OK, ExitCode)
