import imported

print(imported.g)
