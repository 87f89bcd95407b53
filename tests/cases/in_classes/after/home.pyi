from new import ExitCode

code: ExitCode.OK
