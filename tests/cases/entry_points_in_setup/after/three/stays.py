entry_points = "a = lib.tasks:walk"
text = """
[pytest11]
p = lib.cli
"""
