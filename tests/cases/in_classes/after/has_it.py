import new

print(new.ExitCode.OK, new.other)
