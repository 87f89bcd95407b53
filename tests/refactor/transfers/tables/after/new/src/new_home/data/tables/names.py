NAME = "t"
