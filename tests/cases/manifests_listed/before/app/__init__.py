from old_tools.frames import read

print(read)
