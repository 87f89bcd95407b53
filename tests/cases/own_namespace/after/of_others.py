"""What is called so in a dictionary of somebody else."""

import new

names = globals()
other = {"old": 1}
print(other["old"], other.get("old"), self.old, len(globals()), new.f())
exec(code, globals())
