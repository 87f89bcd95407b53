from new_kit.frames import read

print(read)
