lib = 1
