import old.other
import new.deep

print(new.deep.f)
