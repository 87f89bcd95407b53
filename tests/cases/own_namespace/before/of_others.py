"""What is called so in a dictionary of somebody else."""

import old

names = globals()
other = {"old": 1}
print(other["old"], other.get("old"), self.old, len(globals()), old.f())
exec(code, globals())
