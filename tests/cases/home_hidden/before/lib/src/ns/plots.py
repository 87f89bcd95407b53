line = 1
