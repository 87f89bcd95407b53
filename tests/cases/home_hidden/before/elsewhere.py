from old import read
