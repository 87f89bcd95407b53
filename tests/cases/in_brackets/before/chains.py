import old
import old.mod.deep

(old).f(1)
((old).mod).deep.f(2)
print(f"{(old).f}", (old.mod.deep.f), (old.mod).deep.f, ((old).mod).deep.other)
x = (
    old  # the package
).f
y: "(old).f" = (  # why
    # of that
    old.mod.deep
).f
