X = Y = 1
