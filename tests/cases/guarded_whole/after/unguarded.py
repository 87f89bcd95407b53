from new.core import mod
import old.mod as m

while mod:
    mod.f([m for _ in () if m])
