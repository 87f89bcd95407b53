from old import f

globals()["f"]()
