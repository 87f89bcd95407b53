import new.core
import old.other

print(old.other.use(new.core.use))
