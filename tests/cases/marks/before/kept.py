import old_tools

handle(old_tools)
old_tools.setter = 1  # a store
