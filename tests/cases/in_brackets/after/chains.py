import old
import new.core
import old.mod.deep
import neu

(new.core).f(1)
((neu)).f(2)
print(f"{(new.core).f}", (neu.f), (neu).f, ((old).mod).deep.other)
x = (
    new.core  # the package
).f
y: "(new.core).f" = (  # why
    # of that
    neu
).f
