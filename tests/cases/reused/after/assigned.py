import frames as fr

fr.one = 4
del fr.one
