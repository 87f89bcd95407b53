from old import job

X = 1
